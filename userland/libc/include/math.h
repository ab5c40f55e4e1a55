#ifndef _MATH_H
#define _MATH_H
#include <features.h>
typedef float float_t;
typedef double double_t;
#define HUGE_VAL 1e999
#define HUGE_VALF 1e999f
#define INFINITY 1e999f
#define NAN (__builtin_nanf(""))
#define M_E 2.7182818284590452354
#define M_LOG2E 1.4426950408889634074
#define M_LOG10E 0.43429448190325182765
#define M_LN2 0.69314718055994530942
#define M_LN10 2.30258509299404568402
#define M_PI 3.14159265358979323846
#define M_PI_2 1.57079632679489661923
#define M_PI_4 0.78539816339744830962
#define M_1_PI 0.31830988618379067154
#define M_2_PI 0.63661977236758134308
#define M_2_SQRTPI 1.12837916709551257390
#define M_SQRT2 1.41421356237309504880
#define M_SQRT1_2 0.70710678118654752440
#define MAXFLOAT 3.40282347e+38F
#define FP_NAN 0
#define FP_INFINITE 1
#define FP_ZERO 2
#define FP_SUBNORMAL 3
#define FP_NORMAL 4
#define FP_ILOGB0 (-2147483647-1)
#define FP_ILOGBNAN (-2147483647-1)
#define MATH_ERRNO 1
#define MATH_ERREXCEPT 2
#define math_errhandling 3
int __fpclassify(double);
int __signbit(double);
int __isnan(double);
int __isinf(double);
int __finite(double);
#define fpclassify(x) __fpclassify(x)
#define signbit(x) __signbit(x)
#define isnan(x) __isnan(x)
#define isinf(x) __isinf(x)
#define isfinite(x) __finite(x)
#define isnormal(x) (__fpclassify(x)==FP_NORMAL)
#define isgreater(a,b) ((a)>(b))
#define isgreaterequal(a,b) ((a)>=(b))
#define isless(a,b) ((a)<(b))
#define islessequal(a,b) ((a)<=(b))
#define islessgreater(a,b) ((a)<(b)||(a)>(b))
#define isunordered(a,b) (__isnan(a)||__isnan(b))
double acos(double);
double asin(double);
double atan(double);
double cos(double);
double sin(double);
double tan(double);
double cosh(double);
double sinh(double);
double tanh(double);
double acosh(double);
double asinh(double);
double atanh(double);
double exp(double);
double exp2(double);
double expm1(double);
double log(double);
double log10(double);
double log1p(double);
double log2(double);
double logb(double);
double sqrt(double);
double cbrt(double);
double ceil(double);
double fabs(double);
double floor(double);
double erf(double);
double erfc(double);
double lgamma(double);
double gamma(double);
double tgamma(double);
double rint(double);
double nearbyint(double);
double round(double);
double trunc(double);
double atan2(double, double);
double pow(double, double);
double hypot(double, double);
double fmod(double, double);
double copysign(double, double);
double nextafter(double, double);
double remainder(double, double);
double drem(double, double);
double fdim(double, double);
double fmax(double, double);
double fmin(double, double);
double fma(double, double, double);
float acosf(float);
float asinf(float);
float atanf(float);
float cosf(float);
float sinf(float);
float tanf(float);
float coshf(float);
float sinhf(float);
float tanhf(float);
float expf(float);
float exp2f(float);
float logf(float);
float log10f(float);
float log2f(float);
float sqrtf(float);
float cbrtf(float);
float ceilf(float);
float fabsf(float);
float floorf(float);
float roundf(float);
float truncf(float);
float rintf(float);
float nearbyintf(float);
float atan2f(float, float);
float powf(float, float);
float hypotf(float, float);
float fmodf(float, float);
float copysignf(float, float);
float fmaxf(float, float);
float fminf(float, float);
float fdimf(float, float);
long double sqrtl(long double);
long double acosl(long double);
long double asinl(long double);
long double atanl(long double);
long double cbrtl(long double);
long double coshl(long double);
long double exp2l(long double);
long double sinhl(long double);
long double tanhl(long double);
long double acoshl(long double);
long double asinhl(long double);
long double atanhl(long double);
long double expm1l(long double);
long double log1pl(long double);
long double erfl(long double);
long double erfcl(long double);
long double tgammal(long double);
long double lgammal(long double);
long double rintl(long double);
long double nearbyintl(long double);
long double atan2l(long double, long double);
long double hypotl(long double, long double);
long double copysignl(long double, long double);
long double fdiml(long double, long double);
long double remainderl(long double, long double);
long double fabsl(long double);
long double floorl(long double);
long double ceill(long double);
long double roundl(long double);
long double truncl(long double);
long double sinl(long double);
long double cosl(long double);
long double tanl(long double);
long double expl(long double);
long double logl(long double);
long double log10l(long double);
long double log2l(long double);
long double powl(long double, long double);
long double fmodl(long double, long double);
long double fmaxl(long double, long double);
long double fminl(long double, long double);
double frexp(double, int *);
double ldexp(double, int);
double modf(double, double *);
double scalbn(double, int);
double scalbln(double, long);
int ilogb(double);
long lrint(double);
long lround(double);
long long llrint(double);
long long llround(double);
double nan(const char *);
double remquo(double, double, int *);
int finite(double);
float frexpf(float, int *);
float ldexpf(float, int);
float modff(float, float *);
long lroundf(float);
long lrintf(float);
extern int signgam;
float acoshf(float);
float asinhf(float);
float atanhf(float);
float erff(float);
float erfcf(float);
float expm1f(float);
float log1pf(float);
float lgammaf(float);
float tgammaf(float);
float logbf(float);
long double logbl(long double);
float remainderf(float, float);
float fmaf(float, float, float);
long double fmal(long double, long double, long double);
float scalbnf(float, int);
float scalblnf(float, long);
long double scalbnl(long double, int);
long double scalblnl(long double, long);
long double ldexpl(long double, int);
long double frexpl(long double, int *);
long double modfl(long double, long double *);
int ilogbf(float);
int ilogbl(long double);
long lrintl(long double);
long long llrintf(float);
long long llrintl(long double);
long lroundl(long double);
long long llroundf(float);
long long llroundl(long double);
float nanf(const char *);
long double nanl(const char *);
float remquof(float, float, int *);
long double remquol(long double, long double, int *);
double lgamma_r(double, int *);
float lgammaf_r(float, int *);
double significand(double);
float nextafterf(float, float);
long double nextafterl(long double, long double);
double nexttoward(double, long double);
float nexttowardf(float, long double);
#ifdef _GNU_SOURCE
double exp10(double);
float exp10f(float);
long double exp10l(long double);
void sincos(double, double *, double *);
void sincosf(float, float *, float *);
void sincosl(long double, long double *, long double *);
double roundeven(double);
float roundevenf(float);
#endif
#endif
