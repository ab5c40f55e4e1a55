/* math(7): the relatives of rarer functions for float and long double, and what no other file has. */
#include <bits/libc.h>
#include <limits.h>
#include <math.h>
#include <string.h>

float acoshf(float x)
{
	return acosh(x);
}

float asinhf(float x)
{
	return asinh(x);
}

float atanhf(float x)
{
	return atanh(x);
}

float erff(float x)
{
	return erf(x);
}

float erfcf(float x)
{
	return erfc(x);
}

float expm1f(float x)
{
	return expm1(x);
}

float exp10f(float x)
{
	return exp10(x);
}

float log1pf(float x)
{
	return log1p(x);
}

float lgammaf(float x)
{
	return lgamma(x);
}

float tgammaf(float x)
{
	return tgamma(x);
}

float logbf(float x)
{
	return logb(x);
}

long double exp10l(long double x)
{
	return exp10(x);
}

long double logbl(long double x)
{
	return logb(x);
}

float remainderf(float x, float y)
{
	return remainder(x, y);
}

float fmaf(float x, float y, float z)
{
	return fma(x, y, z);
}

long double fmal(long double x, long double y, long double z)
{
	return fma(x, y, z);
}

float scalbnf(float x, int n)
{
	return scalbn(x, n);
}

float scalblnf(float x, long n)
{
	return scalbln(x, n);
}

long double scalbnl(long double x, int n)
{
	return scalbn(x, n);
}

long double scalblnl(long double x, long n)
{
	return scalbln(x, n);
}

long double ldexpl(long double x, int n)
{
	return ldexp(x, n);
}

long double frexpl(long double x, int *e)
{
	return frexp(x, e);
}

long double modfl(long double x, long double *i)
{
	double whole, rest = modf(x, &whole);
	*i = whole;
	return rest;
}

int ilogbf(float x)
{
	return ilogb(x);
}

int ilogbl(long double x)
{
	return ilogb(x);
}

long lrintl(long double x)
{
	return lrint(x);
}

long long llrintf(float x)
{
	return llrint(x);
}

long long llrintl(long double x)
{
	return llrint(x);
}

long lroundl(long double x)
{
	return lround(x);
}

long long llroundf(float x)
{
	return llround(x);
}

long long llroundl(long double x)
{
	return llround(x);
}

float nanf(const char *s)
{
	return nan(s);
}

long double nanl(const char *s)
{
	return nan(s);
}

float remquof(float x, float y, int *q)
{
	return remquo(x, y, q);
}

long double remquol(long double x, long double y, int *q)
{
	return remquo(x, y, q);
}

void sincosf(float x, float *s, float *c)
{
	*s = sinf(x);
	*c = cosf(x);
}

void sincosl(long double x, long double *s, long double *c)
{
	*s = sin(x);
	*c = cos(x);
}

double lgamma_r(double x, int *s)
{
	double v = lgamma(x);
	*s = signgam;
	return v;
}

float lgammaf_r(float x, int *s)
{
	return lgamma_r(x, s);
}

double significand(double x)
{
	return x == 0 || !__finite(x) ? x : scalbn(x, -ilogb(x));
}

double roundeven(double x)
{
	return __builtin_rint(x);
}

float roundevenf(float x)
{
	return __builtin_rint(x);
}

float nextafterf(float x, float y)
{
	int bits;
	if (x != x || y != y)
		return x + y;
	if (x == y)
		return y;
	memcpy(&bits, &x, sizeof bits);
	if (x == 0)
		bits = (y < 0 ? 0x80000000 : 0) | 1;
	else
		bits += (x < y) == (x > 0) ? 1 : -1;
	memcpy(&x, &bits, sizeof bits);
	return x;
}

long double nextafterl(long double x, long double y)
{
	return nextafter(x, y);
}

double nexttoward(double x, long double y)
{
	return nextafter(x, y);
}

float nexttowardf(float x, long double y)
{
	return x == y ? x : nextafterf(x, x < y ? INFINITY : -INFINITY);
}
