/* math(7) over the machine's built-in functions. */
#include <bits/libc.h>
#include <math.h>
#include <limits.h>

int signgam;

double sqrt(double x)
{
	if (x < 0)
		errno = EDOM;
	return __builtin_sqrt(x);
}

double sin(double x)
{
	return __builtin_sin(x);
}

double cos(double x)
{
	return __builtin_cos(x);
}

double tan(double x)
{
	return __builtin_tan(x);
}

double asin(double x)
{
	if (x > 1 || x < -1)
		errno = EDOM;
	return __builtin_asin(x);
}

double acos(double x)
{
	if (x > 1 || x < -1)
		errno = EDOM;
	return __builtin_acos(x);
}

double atan(double x)
{
	return __builtin_atan(x);
}

double sinh(double x)
{
	double v = __builtin_sinh(x);
	if (__isinf(v) && !__isinf(x))
		errno = ERANGE;
	return v;
}

double cosh(double x)
{
	double v = __builtin_cosh(x);
	if (__isinf(v) && !__isinf(x))
		errno = ERANGE;
	return v;
}

double tanh(double x)
{
	return __builtin_tanh(x);
}

double asinh(double x)
{
	return __builtin_asinh(x);
}

double acosh(double x)
{
	if (x < 1)
		errno = EDOM;
	return __builtin_acosh(x);
}

double atanh(double x)
{
	if (x > 1 || x < -1)
		errno = EDOM;
	if (x == 1 || x == -1)
		errno = ERANGE;
	return __builtin_atanh(x);
}

double exp(double x)
{
	double v = __builtin_exp(x);
	if (__isinf(v) && !__isinf(x))
		errno = ERANGE;
	return v;
}

double exp2(double x)
{
	double v = __builtin_exp2(x);
	if (__isinf(v) && !__isinf(x))
		errno = ERANGE;
	return v;
}

double expm1(double x)
{
	double v = __builtin_expm1(x);
	if (__isinf(v) && !__isinf(x))
		errno = ERANGE;
	return v;
}

double log(double x)
{
	if (x < 0)
		errno = EDOM;
	if (x == 0)
		errno = ERANGE;
	return __builtin_log(x);
}

double log2(double x)
{
	if (x < 0)
		errno = EDOM;
	if (x == 0)
		errno = ERANGE;
	return __builtin_log2(x);
}

double log10(double x)
{
	if (x < 0)
		errno = EDOM;
	if (x == 0)
		errno = ERANGE;
	return __builtin_log10(x);
}

double log1p(double x)
{
	if (x < -1)
		errno = EDOM;
	if (x == -1)
		errno = ERANGE;
	return __builtin_log1p(x);
}

double floor(double x)
{
	return __builtin_floor(x);
}

double ceil(double x)
{
	return __builtin_ceil(x);
}

double fabs(double x)
{
	return __builtin_fabs(x);
}

double round(double x)
{
	return __builtin_round(x);
}

double trunc(double x)
{
	return __builtin_trunc(x);
}

double rint(double x)
{
	return __builtin_rint(x);
}

double cbrt(double x)
{
	return __builtin_cbrt(x);
}

double erf(double x)
{
	return __builtin_erf(x);
}

double erfc(double x)
{
	return __builtin_erfc(x);
}

double tgamma(double x)
{
	double v = __builtin_tgamma(x);
	if (__isinf(v) && !__isinf(x))
		errno = ERANGE;
	return v;
}

double lgamma(double x)
{
	double v = __builtin_lgamma(x);
	if (__isinf(v) && !__isinf(x))
		errno = ERANGE;
	/* The sign of the gamma function: it changes at each pole. */
	double below = __builtin_floor(x);
	signgam = __signbit(x) && (x == 0 || (below != x && __builtin_fmod(below, 2) != 0)) ? -1 : 1;
	return v;
}

double atan2(double x, double y)
{
	return __builtin_atan2(x, y);
}

double pow(double x, double y)
{
	double v = __builtin_pow(x, y);
	if (__isnan(v) && !__isnan(x) && !__isnan(y))
		errno = EDOM;
	else if (__isinf(v) && __finite(x) && __finite(y))
		errno = ERANGE;
	return v;
}

double fmod(double x, double y)
{
	if (y == 0 || __isinf(x))
		errno = EDOM;
	return __builtin_fmod(x, y);
}

double hypot(double x, double y)
{
	return __builtin_hypot(x, y);
}

double fmin(double x, double y)
{
	return __builtin_fmin(x, y);
}

double fmax(double x, double y)
{
	return __builtin_fmax(x, y);
}

double copysign(double x, double y)
{
	return __builtin_copysign(x, y);
}

double remainder(double x, double y)
{
	return __builtin_remainder(x, y);
}

double ldexp(double x, int n)
{
	return __builtin_ldexp(x, n);
}

double scalbn(double x, int n)
{
	return __builtin_ldexp(x, n);
}

double scalbln(double x, long n)
{
	return __builtin_ldexp(x, n > INT_MAX ? INT_MAX : n < INT_MIN ? INT_MIN : (int)n);
}

double frexp(double x, int *n)
{
	return __builtin_frexp(x, n);
}

double modf(double x, double *whole)
{
	return __builtin_modf(x, whole);
}

double gamma(double x)
{
	return lgamma(x);
}

double exp10(double x)
{
	return pow(10, x);
}

double nearbyint(double x)
{
	return __builtin_rint(x);
}

double drem(double x, double y)
{
	return __builtin_remainder(x, y);
}

double remquo(double x, double y, int *quo)
{
	double r = __builtin_remainder(x, y);
	*quo = (int)((long)__builtin_rint((x - r) / y) & 0x7fffffff);
	if ((x < 0) != (y < 0))
		*quo = -*quo;
	return r;
}

double fdim(double x, double y)
{
	return x > y ? x - y : __isnan(x) || __isnan(y) ? x + y : 0;
}

double fma(double x, double y, double z)
{
	return x * y + z;
}

double logb(double x)
{
	int n;
	if (x == 0)
		return -HUGE_VAL;
	if (!__finite(x))
		return x * x;
	__builtin_frexp(x, &n);
	return n - 1;
}

int ilogb(double x)
{
	int n;
	if (x == 0 || __isnan(x))
		return FP_ILOGB0;
	if (__isinf(x))
		return INT_MAX;
	__builtin_frexp(x, &n);
	return n - 1;
}

union bits { double d; unsigned long u; };

double nextafter(double x, double y)
{
	union bits b = { x };
	if (__isnan(x) || __isnan(y))
		return x + y;
	if (x == y)
		return y;
	if (x == 0) {
		b.u = 1;
		return y > 0 ? b.d : -b.d;
	}
	if ((x < y) == (x > 0))
		b.u++;
	else
		b.u--;
	return b.d;
}

long lrint(double x)
{
	return (long)__builtin_rint(x);
}

long long llrint(double x)
{
	return (long long)__builtin_rint(x);
}

long lround(double x)
{
	return (long)__builtin_round(x);
}

long long llround(double x)
{
	return (long long)__builtin_round(x);
}

double nan(const char *tag)
{
	union bits b;
	(void)tag;
	b.u = 0x7ff8000000000000;
	return b.d;
}

void sincos(double x, double *s, double *c)
{
	*s = __builtin_sin(x);
	*c = __builtin_cos(x);
}

float frexpf(float x, int *n)
{
	return frexp(x, n);
}

float ldexpf(float x, int n)
{
	return ldexp(x, n);
}

float modff(float x, float *whole)
{
	double w, r = modf(x, &w);
	*whole = w;
	return r;
}

long lroundf(float x)
{
	return lround(x);
}

long lrintf(float x)
{
	return lrint(x);
}

float acosf(float x)
{
	return acos(x);
}

float asinf(float x)
{
	return asin(x);
}

float atanf(float x)
{
	return atan(x);
}

float cosf(float x)
{
	return cos(x);
}

float sinf(float x)
{
	return sin(x);
}

float tanf(float x)
{
	return tan(x);
}

float coshf(float x)
{
	return cosh(x);
}

float sinhf(float x)
{
	return sinh(x);
}

float tanhf(float x)
{
	return tanh(x);
}

float expf(float x)
{
	return exp(x);
}

float exp2f(float x)
{
	return exp2(x);
}

float logf(float x)
{
	return log(x);
}

float log10f(float x)
{
	return log10(x);
}

float log2f(float x)
{
	return log2(x);
}

float sqrtf(float x)
{
	return sqrt(x);
}

float cbrtf(float x)
{
	return cbrt(x);
}

float ceilf(float x)
{
	return ceil(x);
}

float fabsf(float x)
{
	return fabs(x);
}

float floorf(float x)
{
	return floor(x);
}

float roundf(float x)
{
	return round(x);
}

float truncf(float x)
{
	return trunc(x);
}

float rintf(float x)
{
	return rint(x);
}

float nearbyintf(float x)
{
	return nearbyint(x);
}

float atan2f(float x, float y)
{
	return atan2(x, y);
}

float powf(float x, float y)
{
	return pow(x, y);
}

float hypotf(float x, float y)
{
	return hypot(x, y);
}

float fmodf(float x, float y)
{
	return fmod(x, y);
}

float copysignf(float x, float y)
{
	return copysign(x, y);
}

float fmaxf(float x, float y)
{
	return fmax(x, y);
}

float fminf(float x, float y)
{
	return fmin(x, y);
}

float fdimf(float x, float y)
{
	return fdim(x, y);
}

long double sqrtl(long double x)
{
	return sqrt(x);
}

long double fabsl(long double x)
{
	return fabs(x);
}

long double floorl(long double x)
{
	return floor(x);
}

long double ceill(long double x)
{
	return ceil(x);
}

long double roundl(long double x)
{
	return round(x);
}

long double truncl(long double x)
{
	return trunc(x);
}

long double sinl(long double x)
{
	return sin(x);
}

long double cosl(long double x)
{
	return cos(x);
}

long double tanl(long double x)
{
	return tan(x);
}

long double expl(long double x)
{
	return exp(x);
}

long double logl(long double x)
{
	return log(x);
}

long double log10l(long double x)
{
	return log10(x);
}

long double log2l(long double x)
{
	return log2(x);
}

long double powl(long double x, long double y)
{
	return pow(x, y);
}

long double fmodl(long double x, long double y)
{
	return fmod(x, y);
}

long double fmaxl(long double x, long double y)
{
	return fmax(x, y);
}

long double fminl(long double x, long double y)
{
	return fmin(x, y);
}

long double acosl(long double x)
{
	return acos(x);
}

long double asinl(long double x)
{
	return asin(x);
}

long double atanl(long double x)
{
	return atan(x);
}

long double cbrtl(long double x)
{
	return cbrt(x);
}

long double coshl(long double x)
{
	return cosh(x);
}

long double exp2l(long double x)
{
	return exp2(x);
}

long double sinhl(long double x)
{
	return sinh(x);
}

long double tanhl(long double x)
{
	return tanh(x);
}

long double acoshl(long double x)
{
	return acosh(x);
}

long double asinhl(long double x)
{
	return asinh(x);
}

long double atanhl(long double x)
{
	return atanh(x);
}

long double expm1l(long double x)
{
	return expm1(x);
}

long double log1pl(long double x)
{
	return log1p(x);
}

long double erfl(long double x)
{
	return erf(x);
}

long double erfcl(long double x)
{
	return erfc(x);
}

long double tgammal(long double x)
{
	return tgamma(x);
}

long double lgammal(long double x)
{
	return lgamma(x);
}

long double rintl(long double x)
{
	return rint(x);
}

long double nearbyintl(long double x)
{
	return nearbyint(x);
}

long double atan2l(long double x, long double y)
{
	return atan2(x, y);
}

long double hypotl(long double x, long double y)
{
	return hypot(x, y);
}

long double copysignl(long double x, long double y)
{
	return copysign(x, y);
}

long double fdiml(long double x, long double y)
{
	return fdim(x, y);
}

long double remainderl(long double x, long double y)
{
	return remainder(x, y);
}
