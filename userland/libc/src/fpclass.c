/* fpclassify(3), isnan(3), signbit(3); fegetround(3) */
#include <math.h>

union bits { double d; unsigned long u; };

int __isnan(double x)
{
	return x != x;
}

int __isinf(double x)
{
	union bits b = { x };
	return (b.u & ~(1UL << 63)) == 0x7ffUL << 52 ? (b.u >> 63 ? -1 : 1) : 0;
}

int __finite(double x)
{
	union bits b = { x };
	return (b.u >> 52 & 0x7ff) != 0x7ff;
}

int finite(double x)
{
	return __finite(x);
}

int __signbit(double x)
{
	union bits b = { x };
	return b.u >> 63;
}

int __fpclassify(double x)
{
	union bits b = { x };
	unsigned long e = b.u >> 52 & 0x7ff, m = b.u << 12;
	if (e == 0x7ff)
		return m ? FP_NAN : FP_INFINITE;
	if (e == 0)
		return m ? FP_SUBNORMAL : FP_ZERO;
	return FP_NORMAL;
}

int fegetround(void)
{
	return 0;
}
