/* Complex numbers: what the compiler makes calls of, and complex(7). Parts of float. */
#define _GNU_SOURCE
#include <math.h>

typedef struct { float re, im; } complex_t;

complex_t __cf_make(float re, float im)
{
	return (complex_t){ re, im };
}

complex_t __cf_add(complex_t a, complex_t b)
{
	return (complex_t){ a.re + b.re, a.im + b.im };
}

complex_t __cf_sub(complex_t a, complex_t b)
{
	return (complex_t){ a.re - b.re, a.im - b.im };
}

complex_t __cf_neg(complex_t a)
{
	return (complex_t){ -a.re, -a.im };
}

complex_t __cf_conj(complex_t a)
{
	return (complex_t){ a.re, -a.im };
}

int __cf_true(complex_t a)
{
	return a.re != 0 || a.im != 0;
}

int __cf_cmp(complex_t a, complex_t b)
{
	return !(a.re == b.re && a.im == b.im);
}

complex_t __cf_mul(complex_t a, complex_t b)
{
	return (complex_t){ a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re };
}

complex_t __cf_div(complex_t a, complex_t b)
{
	float ratio, scale;
	if (fabsf(b.re) < fabsf(b.im)) {
		ratio = b.re / b.im;
		scale = b.re * ratio + b.im;
		return (complex_t){ (a.re * ratio + a.im) / scale, (a.im * ratio - a.re) / scale };
	}
	ratio = b.im / b.re;
	scale = b.im * ratio + b.re;
	return (complex_t){ (a.im * ratio + a.re) / scale, (a.im - a.re * ratio) / scale };
}

float crealf(complex_t z)
{
	return z.re;
}

float cimagf(complex_t z)
{
	return z.im;
}

complex_t conjf(complex_t z)
{
	return (complex_t){ z.re, -z.im };
}

float cabsf(complex_t z)
{
	return hypotf(z.re, z.im);
}

float cargf(complex_t z)
{
	return atan2f(z.im, z.re);
}

complex_t cprojf(complex_t z)
{
	return isinf(z.re) || isinf(z.im) ? (complex_t){ INFINITY, copysignf(0, z.im) } : z;
}

complex_t cexpf(complex_t z)
{
	float e = expf(z.re);
	return (complex_t){ e * cosf(z.im), z.im == 0 ? z.im : e * sinf(z.im) };
}

complex_t clogf(complex_t z)
{
	return (complex_t){ logf(cabsf(z)), cargf(z) };
}

complex_t csqrtf(complex_t z)
{
	float r = cabsf(z), t;
	if (z.re == 0 && z.im == 0)
		return (complex_t){ 0, z.im };
	if (z.re >= 0) {
		t = sqrtf((r + z.re) / 2);
		return (complex_t){ t, z.im / (2 * t) };
	}
	t = sqrtf((r - z.re) / 2);
	return (complex_t){ fabsf(z.im) / (2 * t), copysignf(t, z.im) };
}

complex_t cpowf(complex_t a, complex_t b)
{
	return cexpf(__cf_mul(b, clogf(a)));
}

complex_t csinhf(complex_t z)
{
	return (complex_t){ sinhf(z.re) * cosf(z.im), coshf(z.re) * sinf(z.im) };
}

complex_t ccoshf(complex_t z)
{
	return (complex_t){ coshf(z.re) * cosf(z.im), sinhf(z.re) * sinf(z.im) };
}

complex_t ctanhf(complex_t z)
{
	return __cf_div(csinhf(z), ccoshf(z));
}

/* f(z) = -i g(iz) */
complex_t csinf(complex_t z)
{
	complex_t w = csinhf((complex_t){ -z.im, z.re });
	return (complex_t){ w.im, -w.re };
}

complex_t ctanf(complex_t z)
{
	complex_t w = ctanhf((complex_t){ -z.im, z.re });
	return (complex_t){ w.im, -w.re };
}

complex_t ccosf(complex_t z)
{
	return ccoshf((complex_t){ -z.im, z.re });
}

/* asinh z = log(z + sqrt(z z + 1)), and the others by it. */
complex_t casinhf(complex_t z)
{
	complex_t w = __cf_mul(z, z);
	w.re += 1;
	return clogf(__cf_add(z, csqrtf(w)));
}

complex_t casinf(complex_t z)
{
	complex_t w = casinhf((complex_t){ -z.im, z.re });
	return (complex_t){ w.im, -w.re };
}

complex_t cacosf(complex_t z)
{
	complex_t w = casinf(z);
	return (complex_t){ (float)M_PI_2 - w.re, -w.im };
}

complex_t cacoshf(complex_t z)
{
	complex_t a = csqrtf((complex_t){ z.re + 1, z.im }), b = csqrtf((complex_t){ z.re - 1, z.im });
	return clogf(__cf_add(z, __cf_mul(a, b)));
}

complex_t catanhf(complex_t z)
{
	complex_t w = __cf_sub(clogf((complex_t){ 1 + z.re, z.im }), clogf((complex_t){ 1 - z.re, -z.im }));
	return (complex_t){ w.re / 2, w.im / 2 };
}

complex_t catanf(complex_t z)
{
	complex_t w = catanhf((complex_t){ -z.im, z.re });
	return (complex_t){ w.im, -w.re };
}
