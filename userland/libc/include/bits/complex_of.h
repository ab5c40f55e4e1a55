/*
 * Complex numbers of one type: what the compiler makes calls of, and complex(7). Whoever includes this says which:
 * PART is the type of the parts, OF(f) the name of a function of math.h or complex.h for it, OWN(f) of one of the
 * compiler's. Without, it is double.
 */
#define _GNU_SOURCE
#include <math.h>

#ifndef PART
#define PART double
#define OF(name) name
#define OWN(name) __cd_##name
#endif

typedef struct { PART re, im; } complex_t;

complex_t OWN(make)(PART re, PART im)
{
	return (complex_t){ re, im };
}

complex_t OWN(add)(complex_t a, complex_t b)
{
	return (complex_t){ a.re + b.re, a.im + b.im };
}

complex_t OWN(sub)(complex_t a, complex_t b)
{
	return (complex_t){ a.re - b.re, a.im - b.im };
}

complex_t OWN(neg)(complex_t a)
{
	return (complex_t){ -a.re, -a.im };
}

complex_t OWN(conj)(complex_t a)
{
	return (complex_t){ a.re, -a.im };
}

int OWN(true)(complex_t a)
{
	return a.re != 0 || a.im != 0;
}

int OWN(cmp)(complex_t a, complex_t b)
{
	return !(a.re == b.re && a.im == b.im);
}

complex_t OWN(mul)(complex_t a, complex_t b)
{
	return (complex_t){ a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re };
}

complex_t OWN(div)(complex_t a, complex_t b)
{
	PART ratio, scale;
	if (OF(fabs)(b.re) < OF(fabs)(b.im)) {
		ratio = b.re / b.im;
		scale = b.re * ratio + b.im;
		return (complex_t){ (a.re * ratio + a.im) / scale, (a.im * ratio - a.re) / scale };
	}
	ratio = b.im / b.re;
	scale = b.im * ratio + b.re;
	return (complex_t){ (a.im * ratio + a.re) / scale, (a.im - a.re * ratio) / scale };
}

PART OF(creal)(complex_t z)
{
	return z.re;
}

PART OF(cimag)(complex_t z)
{
	return z.im;
}

complex_t OF(conj)(complex_t z)
{
	return (complex_t){ z.re, -z.im };
}

PART OF(cabs)(complex_t z)
{
	return OF(hypot)(z.re, z.im);
}

PART OF(carg)(complex_t z)
{
	return OF(atan2)(z.im, z.re);
}

complex_t OF(cproj)(complex_t z)
{
	return isinf(z.re) || isinf(z.im) ? (complex_t){ INFINITY, OF(copysign)(0, z.im) } : z;
}

complex_t OF(cexp)(complex_t z)
{
	PART e = OF(exp)(z.re);
	return (complex_t){ e * OF(cos)(z.im), z.im == 0 ? z.im : e * OF(sin)(z.im) };
}

complex_t OF(clog)(complex_t z)
{
	return (complex_t){ OF(log)(OF(cabs)(z)), OF(carg)(z) };
}

complex_t OF(csqrt)(complex_t z)
{
	PART r = OF(cabs)(z), t;
	if (z.re == 0 && z.im == 0)
		return (complex_t){ 0, z.im };
	if (z.re >= 0) {
		t = OF(sqrt)((r + z.re) / 2);
		return (complex_t){ t, z.im / (2 * t) };
	}
	t = OF(sqrt)((r - z.re) / 2);
	return (complex_t){ OF(fabs)(z.im) / (2 * t), OF(copysign)(t, z.im) };
}

complex_t OF(cpow)(complex_t a, complex_t b)
{
	return OF(cexp)(OWN(mul)(b, OF(clog)(a)));
}

complex_t OF(csinh)(complex_t z)
{
	return (complex_t){ OF(sinh)(z.re) * OF(cos)(z.im), OF(cosh)(z.re) * OF(sin)(z.im) };
}

complex_t OF(ccosh)(complex_t z)
{
	return (complex_t){ OF(cosh)(z.re) * OF(cos)(z.im), OF(sinh)(z.re) * OF(sin)(z.im) };
}

complex_t OF(ctanh)(complex_t z)
{
	return OWN(div)(OF(csinh)(z), OF(ccosh)(z));
}

/* f(z) = -i g(iz) */
complex_t OF(csin)(complex_t z)
{
	complex_t w = OF(csinh)((complex_t){ -z.im, z.re });
	return (complex_t){ w.im, -w.re };
}

complex_t OF(ctan)(complex_t z)
{
	complex_t w = OF(ctanh)((complex_t){ -z.im, z.re });
	return (complex_t){ w.im, -w.re };
}

complex_t OF(ccos)(complex_t z)
{
	return OF(ccosh)((complex_t){ -z.im, z.re });
}

/* asinh z = OF(log)(z + OF(sqrt)(z z + 1)), and the others by it. */
complex_t OF(casinh)(complex_t z)
{
	complex_t w = OWN(mul)(z, z);
	w.re += 1;
	return OF(clog)(OWN(add)(z, OF(csqrt)(w)));
}

complex_t OF(casin)(complex_t z)
{
	complex_t w = OF(casinh)((complex_t){ -z.im, z.re });
	return (complex_t){ w.im, -w.re };
}

complex_t OF(cacos)(complex_t z)
{
	complex_t w = OF(casin)(z);
	return (complex_t){ (PART)M_PI_2 - w.re, -w.im };
}

complex_t OF(cacosh)(complex_t z)
{
	complex_t a = OF(csqrt)((complex_t){ z.re + 1, z.im }), b = OF(csqrt)((complex_t){ z.re - 1, z.im });
	return OF(clog)(OWN(add)(z, OWN(mul)(a, b)));
}

complex_t OF(catanh)(complex_t z)
{
	complex_t w = OWN(sub)(OF(clog)((complex_t){ 1 + z.re, z.im }), OF(clog)((complex_t){ 1 - z.re, -z.im }));
	return (complex_t){ w.re / 2, w.im / 2 };
}

complex_t OF(catan)(complex_t z)
{
	complex_t w = OF(catanh)((complex_t){ -z.im, z.re });
	return (complex_t){ w.im, -w.re };
}
