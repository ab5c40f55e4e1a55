/* complex(7) */
#ifndef _COMPLEX_H
#define _COMPLEX_H
#define complex _Complex
#define _Complex_I 1.0fi
#undef I
#define I _Complex_I
#define CMPLX(x, y) __cd_make(x, y)
#define CMPLXF(x, y) __cf_make(x, y)
#define CMPLXL(x, y) __cl_make(x, y)
/* The functions for one type of the parts. */
#define __COMPLEX_OF(real, suffix, own) \
	real _Complex own##_make(real, real); \
	real creal##suffix(real _Complex); \
	real cimag##suffix(real _Complex); \
	real cabs##suffix(real _Complex); \
	real carg##suffix(real _Complex); \
	real _Complex conj##suffix(real _Complex); \
	real _Complex cproj##suffix(real _Complex); \
	real _Complex cexp##suffix(real _Complex); \
	real _Complex clog##suffix(real _Complex); \
	real _Complex csqrt##suffix(real _Complex); \
	real _Complex csin##suffix(real _Complex); \
	real _Complex ccos##suffix(real _Complex); \
	real _Complex ctan##suffix(real _Complex); \
	real _Complex csinh##suffix(real _Complex); \
	real _Complex ccosh##suffix(real _Complex); \
	real _Complex ctanh##suffix(real _Complex); \
	real _Complex casin##suffix(real _Complex); \
	real _Complex cacos##suffix(real _Complex); \
	real _Complex catan##suffix(real _Complex); \
	real _Complex casinh##suffix(real _Complex); \
	real _Complex cacosh##suffix(real _Complex); \
	real _Complex catanh##suffix(real _Complex); \
	real _Complex cpow##suffix(real _Complex, real _Complex)
__COMPLEX_OF(double, , __cd);
__COMPLEX_OF(float, f, __cf);
__COMPLEX_OF(long double, l, __cl);
#undef __COMPLEX_OF
#endif
