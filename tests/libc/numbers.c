/* strtol(3), atoi(3), rand(3), random(3), drand48(3), div(3) */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <errno.h>
#include <limits.h>

static void parse(const char *s, int base)
{
	char *end;
	long v;
	unsigned long u;
	errno = 0;
	v = strtol(s, &end, base);
	printf("%s base %d: %ld at %d errno %d", s, base, v, (int)(end - s), errno);
	errno = 0;
	u = strtoul(s, &end, base);
	printf(" | %lu at %d errno %d\n", u, (int)(end - s), errno);
}

static void real(const char *s)
{
	char *end;
	double v;
	errno = 0;
	v = strtod(s, &end);
	printf("%s: %.12g at %d errno %d\n", s, v, (int)(end - s), errno);
}

int main(void)
{
	static const char *const texts[] = { "0", "42", "-42", "+7", "  12abc", "abc", "", "-", "0x1F", "0x", "0xg", "077", "08", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616", "-1", "zz", "1010", "\t\n 5", "- 5", "0b11" };
	static const int bases[] = { 0, 2, 8, 10, 16, 36, 1, 37 };
	static const char *const reals[] = { "0", "1.5", "-2.5e3", ".5", "5.", ".", "1e5", "1e", "1e+", "abc", "inf", "-INFINITY", "nan", "0x1.8p3", "0x", "1e400", "-1e400", "1e-400", "  3.25xyz", "+.25e-2", "infx", "1.0e10" };
	unsigned i, j, seed = 1;
	char state[256];
	for (i = 0; i < sizeof texts / sizeof *texts; i++)
		for (j = 0; j < sizeof bases / sizeof *bases; j++)
			parse(texts[i], bases[j]);
	for (i = 0; i < sizeof reals / sizeof *reals; i++)
		real(reals[i]);
	printf("%d %d %ld %lld %g\n", atoi("12x"), atoi("-7"), atol("99999999999"), atoll("-5"), atof("2.75"));
	for (i = 0; i < 40; i++)
		printf("%d\n", rand());
	srand(42);
	printf("%d %d\n", rand(), rand());
	srandom(7);
	for (i = 0; i < 400; i++)
		j = random();
	printf("%u %ld\n", j, random());
	srand(0);
	printf("%d\n", rand());
	srand(1);
	printf("%d\n", rand());
	for (i = 0; i < 10; i++)
		printf("%d ", rand_r(&seed));
	printf("%u\n", seed);
	for (i = 8; i <= 256; i *= 2) {
		initstate(12345, state, i);
		for (j = 0; j < 100; j++)
			random();
		printf("%u %ld %ld\n", i, random(), random());
	}
	srand48(99);
	printf("%.10f %ld %ld\n", drand48(), lrand48(), mrand48());
	unsigned short x[3] = { 1, 2, 3 };
	printf("%.10f %ld %ld\n", erand48(x), nrand48(x), jrand48(x));
	div_t d = div(-7, 2);
	ldiv_t l = ldiv(7, -2);
	printf("%d %d %ld %ld %d %ld\n", d.quot, d.rem, l.quot, l.rem, abs(-5), labs(-6L));
	return 0;
}
