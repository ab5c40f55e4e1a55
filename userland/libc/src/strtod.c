/* strtod(3), strtof(3), atof(3) */
#include <bits/libc.h>
#include <stdlib.h>
#include <ctype.h>

/* True if a digit other than 0 stands before the exponent. */
static int nonzero(const char *s, const char *end)
{
	int hex = 0;
	for (; s < end; s++) {
		if (*s == 'x' || *s == 'X')
			hex = 1;
		else if (*s >= '1' && *s <= '9')
			return 1;
		else if (!hex && (*s == 'e' || *s == 'E'))
			return 0;
		else if (hex && (*s == 'p' || *s == 'P'))
			return 0;
		else if (hex && isxdigit((unsigned char)*s) && *s != '0')
			return 1;
	}
	return 0;
}

double strtod(const char *s, char **end)
{
	const char *p = s;
	char *stop;
	double v;
	while (isspace((unsigned char)*p))
		p++;
	v = __builtin_strtod(p, &stop);
	if (stop == p) {
		if (end)
			*end = (char *)s;
		return 0;
	}
	if (end)
		*end = stop;
	/* A number that became infinite or too small to be normal is out of range. */
	if (v - v != 0) {
		int c = *p == '-' || *p == '+' ? p[1] : *p;
		if (c == '.' || isdigit(c))
			errno = ERANGE;
	} else if (v < 2.2250738585072014e-308 && v > -2.2250738585072014e-308 && nonzero(p, stop))
		errno = ERANGE;
	return v;
}

float strtof(const char *s, char **end)
{
	double v = strtod(s, end);
	float f = (float)v;
	if (f - f != 0 && v - v == 0)
		errno = ERANGE;
	return f;
}

long double strtold(const char *s, char **end)
{
	return strtod(s, end);
}

double atof(const char *s)
{
	return strtod(s, 0);
}
