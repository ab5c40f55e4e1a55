/* Complex numbers: what the compiler makes calls of, and complex(7). Parts of double. */
#define _GNU_SOURCE
#include <math.h>

typedef struct { double re, im; } complex_t;

complex_t __cd_make(double re, double im)
{
	return (complex_t){ re, im };
}

complex_t __cd_add(complex_t a, complex_t b)
{
	return (complex_t){ a.re + b.re, a.im + b.im };
}

complex_t __cd_sub(complex_t a, complex_t b)
{
	return (complex_t){ a.re - b.re, a.im - b.im };
}

complex_t __cd_neg(complex_t a)
{
	return (complex_t){ -a.re, -a.im };
}

complex_t __cd_conj(complex_t a)
{
	return (complex_t){ a.re, -a.im };
}

int __cd_true(complex_t a)
{
	return a.re != 0 || a.im != 0;
}

int __cd_cmp(complex_t a, complex_t b)
{
	return !(a.re == b.re && a.im == b.im);
}

complex_t __cd_mul(complex_t a, complex_t b)
{
	return (complex_t){ a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re };
}

complex_t __cd_div(complex_t a, complex_t b)
{
	double ratio, scale;
	if (fabs(b.re) < fabs(b.im)) {
		ratio = b.re / b.im;
		scale = b.re * ratio + b.im;
		return (complex_t){ (a.re * ratio + a.im) / scale, (a.im * ratio - a.re) / scale };
	}
	ratio = b.im / b.re;
	scale = b.im * ratio + b.re;
	return (complex_t){ (a.im * ratio + a.re) / scale, (a.im - a.re * ratio) / scale };
}

double creal(complex_t z)
{
	return z.re;
}

double cimag(complex_t z)
{
	return z.im;
}

complex_t conj(complex_t z)
{
	return (complex_t){ z.re, -z.im };
}

double cabs(complex_t z)
{
	return hypot(z.re, z.im);
}

double carg(complex_t z)
{
	return atan2(z.im, z.re);
}

complex_t cproj(complex_t z)
{
	return isinf(z.re) || isinf(z.im) ? (complex_t){ INFINITY, copysign(0, z.im) } : z;
}

complex_t cexp(complex_t z)
{
	double e = exp(z.re);
	return (complex_t){ e * cos(z.im), z.im == 0 ? z.im : e * sin(z.im) };
}

complex_t clog(complex_t z)
{
	return (complex_t){ log(cabs(z)), carg(z) };
}

complex_t csqrt(complex_t z)
{
	double r = cabs(z), t;
	if (z.re == 0 && z.im == 0)
		return (complex_t){ 0, z.im };
	if (z.re >= 0) {
		t = sqrt((r + z.re) / 2);
		return (complex_t){ t, z.im / (2 * t) };
	}
	t = sqrt((r - z.re) / 2);
	return (complex_t){ fabs(z.im) / (2 * t), copysign(t, z.im) };
}

complex_t cpow(complex_t a, complex_t b)
{
	return cexp(__cd_mul(b, clog(a)));
}

complex_t csinh(complex_t z)
{
	return (complex_t){ sinh(z.re) * cos(z.im), cosh(z.re) * sin(z.im) };
}

complex_t ccosh(complex_t z)
{
	return (complex_t){ cosh(z.re) * cos(z.im), sinh(z.re) * sin(z.im) };
}

complex_t ctanh(complex_t z)
{
	return __cd_div(csinh(z), ccosh(z));
}

/* f(z) = -i g(iz) */
complex_t csin(complex_t z)
{
	complex_t w = csinh((complex_t){ -z.im, z.re });
	return (complex_t){ w.im, -w.re };
}

complex_t ctan(complex_t z)
{
	complex_t w = ctanh((complex_t){ -z.im, z.re });
	return (complex_t){ w.im, -w.re };
}

complex_t ccos(complex_t z)
{
	return ccosh((complex_t){ -z.im, z.re });
}

/* asinh z = log(z + sqrt(z z + 1)), and the others by it. */
complex_t casinh(complex_t z)
{
	complex_t w = __cd_mul(z, z);
	w.re += 1;
	return clog(__cd_add(z, csqrt(w)));
}

complex_t casin(complex_t z)
{
	complex_t w = casinh((complex_t){ -z.im, z.re });
	return (complex_t){ w.im, -w.re };
}

complex_t cacos(complex_t z)
{
	complex_t w = casin(z);
	return (complex_t){ (double)M_PI_2 - w.re, -w.im };
}

complex_t cacosh(complex_t z)
{
	complex_t a = csqrt((complex_t){ z.re + 1, z.im }), b = csqrt((complex_t){ z.re - 1, z.im });
	return clog(__cd_add(z, __cd_mul(a, b)));
}

complex_t catanh(complex_t z)
{
	complex_t w = __cd_sub(clog((complex_t){ 1 + z.re, z.im }), clog((complex_t){ 1 - z.re, -z.im }));
	return (complex_t){ w.re / 2, w.im / 2 };
}

complex_t catan(complex_t z)
{
	complex_t w = catanh((complex_t){ -z.im, z.re });
	return (complex_t){ w.im, -w.re };
}
