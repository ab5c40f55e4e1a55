/* Complex numbers: what the compiler makes calls of, and complex(7). Parts of long double. */
#define _GNU_SOURCE
#include <math.h>

typedef struct { long double re, im; } complex_t;

complex_t __cl_make(long double re, long double im)
{
	return (complex_t){ re, im };
}

complex_t __cl_add(complex_t a, complex_t b)
{
	return (complex_t){ a.re + b.re, a.im + b.im };
}

complex_t __cl_sub(complex_t a, complex_t b)
{
	return (complex_t){ a.re - b.re, a.im - b.im };
}

complex_t __cl_neg(complex_t a)
{
	return (complex_t){ -a.re, -a.im };
}

complex_t __cl_conj(complex_t a)
{
	return (complex_t){ a.re, -a.im };
}

int __cl_true(complex_t a)
{
	return a.re != 0 || a.im != 0;
}

int __cl_cmp(complex_t a, complex_t b)
{
	return !(a.re == b.re && a.im == b.im);
}

complex_t __cl_mul(complex_t a, complex_t b)
{
	return (complex_t){ a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re };
}

complex_t __cl_div(complex_t a, complex_t b)
{
	long double ratio, scale;
	if (fabsl(b.re) < fabsl(b.im)) {
		ratio = b.re / b.im;
		scale = b.re * ratio + b.im;
		return (complex_t){ (a.re * ratio + a.im) / scale, (a.im * ratio - a.re) / scale };
	}
	ratio = b.im / b.re;
	scale = b.im * ratio + b.re;
	return (complex_t){ (a.im * ratio + a.re) / scale, (a.im - a.re * ratio) / scale };
}

long double creall(complex_t z)
{
	return z.re;
}

long double cimagl(complex_t z)
{
	return z.im;
}

complex_t conjl(complex_t z)
{
	return (complex_t){ z.re, -z.im };
}

long double cabsl(complex_t z)
{
	return hypotl(z.re, z.im);
}

long double cargl(complex_t z)
{
	return atan2l(z.im, z.re);
}

complex_t cprojl(complex_t z)
{
	return isinf(z.re) || isinf(z.im) ? (complex_t){ INFINITY, copysignl(0, z.im) } : z;
}

complex_t cexpl(complex_t z)
{
	long double e = expl(z.re);
	return (complex_t){ e * cosl(z.im), z.im == 0 ? z.im : e * sinl(z.im) };
}

complex_t clogl(complex_t z)
{
	return (complex_t){ logl(cabsl(z)), cargl(z) };
}

complex_t csqrtl(complex_t z)
{
	long double r = cabsl(z), t;
	if (z.re == 0 && z.im == 0)
		return (complex_t){ 0, z.im };
	if (z.re >= 0) {
		t = sqrtl((r + z.re) / 2);
		return (complex_t){ t, z.im / (2 * t) };
	}
	t = sqrtl((r - z.re) / 2);
	return (complex_t){ fabsl(z.im) / (2 * t), copysignl(t, z.im) };
}

complex_t cpowl(complex_t a, complex_t b)
{
	return cexpl(__cl_mul(b, clogl(a)));
}

complex_t csinhl(complex_t z)
{
	return (complex_t){ sinhl(z.re) * cosl(z.im), coshl(z.re) * sinl(z.im) };
}

complex_t ccoshl(complex_t z)
{
	return (complex_t){ coshl(z.re) * cosl(z.im), sinhl(z.re) * sinl(z.im) };
}

complex_t ctanhl(complex_t z)
{
	return __cl_div(csinhl(z), ccoshl(z));
}

/* f(z) = -i g(iz) */
complex_t csinl(complex_t z)
{
	complex_t w = csinhl((complex_t){ -z.im, z.re });
	return (complex_t){ w.im, -w.re };
}

complex_t ctanl(complex_t z)
{
	complex_t w = ctanhl((complex_t){ -z.im, z.re });
	return (complex_t){ w.im, -w.re };
}

complex_t ccosl(complex_t z)
{
	return ccoshl((complex_t){ -z.im, z.re });
}

/* asinh z = log(z + sqrt(z z + 1)), and the others by it. */
complex_t casinhl(complex_t z)
{
	complex_t w = __cl_mul(z, z);
	w.re += 1;
	return clogl(__cl_add(z, csqrtl(w)));
}

complex_t casinl(complex_t z)
{
	complex_t w = casinhl((complex_t){ -z.im, z.re });
	return (complex_t){ w.im, -w.re };
}

complex_t cacosl(complex_t z)
{
	complex_t w = casinl(z);
	return (complex_t){ (long double)M_PI_2 - w.re, -w.im };
}

complex_t cacoshl(complex_t z)
{
	complex_t a = csqrtl((complex_t){ z.re + 1, z.im }), b = csqrtl((complex_t){ z.re - 1, z.im });
	return clogl(__cl_add(z, __cl_mul(a, b)));
}

complex_t catanhl(complex_t z)
{
	complex_t w = __cl_sub(clogl((complex_t){ 1 + z.re, z.im }), clogl((complex_t){ 1 - z.re, -z.im }));
	return (complex_t){ w.re / 2, w.im / 2 };
}

complex_t catanl(complex_t z)
{
	complex_t w = catanhl((complex_t){ -z.im, z.re });
	return (complex_t){ w.im, -w.re };
}
