/* scanf(3) */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdint.h>
#include <errno.h>

int main(void)
{
	int a = -9, b = -9, n, i;
	unsigned u = 0;
	long l = 0;
	long long ll = 0;
	short h = 0;
	signed char hh = 0;
	float f = 0;
	double d = 0;
	long double ld = 0;
	char s[100] = "", t[100] = "", c = 0, *m = NULL;
	void *p;
	FILE *file;
	n = sscanf("12 34", "%d %d", &a, &b); printf("%d %d %d\n", n, a, b);
	n = sscanf("12,34", "%d,%d", &a, &b); printf("%d %d %d\n", n, a, b);
	n = sscanf("12;34", "%d,%d", &a, &b); printf("%d %d %d\n", n, a, b);
	n = sscanf("", "%d", &a); printf("%d\n", n);
	n = sscanf("   ", "%d", &a); printf("%d\n", n);
	n = sscanf("abc", "%d", &a); printf("%d\n", n);
	n = sscanf("0x1f 017 0b1 -5", "%i %i %i", &a, &b, &i); printf("%d %d %d %d\n", n, a, b, i);
	n = sscanf("ff FF 0xAb", "%x %X %x", &a, &b, &i); printf("%d %d %d %d\n", n, a, b, i);
	n = sscanf("777 4294967295", "%o %u", &a, &u); printf("%d %d %u\n", n, a, u);
	n = sscanf("123456", "%2d%3d", &a, &b); printf("%d %d %d\n", n, a, b);
	n = sscanf("-12", "%2d%d", &a, &b); printf("%d %d %d\n", n, a, b);
	n = sscanf("9999999999 -1", "%ld %lld", &l, &ll); printf("%d %ld %lld\n", n, l, ll);
	n = sscanf("70000 300", "%hd %hhd", &h, &hh); printf("%d %d %d\n", n, h, hh);
	n = sscanf("3.14 2.5e3 -1e-2", "%f %lf %Lf", &f, &d, &ld); printf("%d %g %g %Lg\n", n, f, d, ld);
	n = sscanf("1.5.5", "%lf%lf", &d, &l); printf("%d %g\n", n, d);
	n = sscanf("inf nan", "%f %lf", &f, &d); printf("%d %g %g\n", n, f, d);
	n = sscanf("1e", "%lf", &d); printf("%d\n", n);
	n = sscanf("  hello world", "%s %s", s, t); printf("%d %s %s\n", n, s, t);
	n = sscanf("abcdef", "%3s%s", s, t); printf("%d %s %s\n", n, s, t);
	n = sscanf("x y", "%c%c", s, s + 1); printf("%d %c|%c\n", n, s[0], s[1]);
	n = sscanf("x  y", "%c %c", s, s + 1); printf("%d %c|%c\n", n, s[0], s[1]);
	n = sscanf("abcd", "%3c", s); printf("%d %.3s\n", n, s);
	n = sscanf("key=value;rest", "%[^=]=%[^;]", s, t); printf("%d %s %s\n", n, s, t);
	n = sscanf("123abc", "%[0-9]%[a-z]", s, t); printf("%d %s %s\n", n, s, t);
	n = sscanf("]x-y", "%[]x-]", s); printf("%d %s\n", n, s);
	n = sscanf("abc", "%[0-9]", s); printf("%d\n", n);
	n = sscanf("10 20 30", "%*d %d", &a); printf("%d %d\n", n, a);
	n = sscanf("hello 5", "%s%n %d%n", s, &a, &b, &i); printf("%d %s %d %d %d\n", n, s, a, b, i);
	n = sscanf("50%", "%d%%", &a); printf("%d %d\n", n, a);
	n = sscanf("5 %", "%d %%%n", &a, &b); printf("%d %d %d\n", n, a, b);
	n = sscanf("0x1234", "%p", &p); printf("%d %p\n", n, p);
	n = sscanf("(nil)", "%p", &p); printf("%d %p\n", n, p);
	n = sscanf("allocated here", "%ms %m[a-z]", &m, &p); printf("%d %s %s\n", n, m, (char *)p);
	n = sscanf("one two", "%2$s %1$s", s, t); printf("%d %s %s\n", n, s, t);
	n = sscanf("12", "%d %d", &a, &b); printf("%d\n", n);
	n = sscanf("12 x", "%d %d", &a, &b); printf("%d\n", n);
	n = sscanf("x", "x%d", &a); printf("%d\n", n);
	n = sscanf("y", "x%d", &a); printf("%d\n", n);
	n = sscanf("9223372036854775808 -9223372036854775809", "%ld %ld", &l, (long *)&ll); printf("%d %ld %lld\n", n, l, ll);
	n = sscanf("99999999999", "%d", &a); printf("%d %d\n", n, a);
	n = sscanf("-", "%d", &a); printf("%d\n", n);
	n = sscanf("+", "%d", &a); printf("%d\n", n);
	n = sscanf("0x", "%x", &a); printf("%d\n", n);
	n = sscanf("0xz", "%i%c", &a, &c); printf("%d\n", n);
	n = sscanf("12:34:56.789", "%d:%d:%lf", &a, &b, &d); printf("%d %d %d %g\n", n, a, b, d);
	while ((n = scanf("%d", &a)) == 1 && a < 5)
		printf("<%d>", a);
	printf("%d %d\n", n, a);
	n = scanf("%d%c%s", &a, &c, s); printf("%d %d %d %s\n", n, a, c, s);
	n = scanf("x"); printf("%d\n", n);
	printf("%d\n", getchar());
	for (i = 0; scanf("%d", &a) == 1; i += a)
		;
	printf("%d %d\n", i, feof(stdin));
	n = scanf("%d", &a); printf("%d\n", n);
	file = fopen("scanfile", "w+");
	fputs("name: Ada\nage: 36\n", file);
	rewind(file);
	n = fscanf(file, "name: %s\nage: %d", s, &a); printf("%d %s %d\n", n, s, a);
	fclose(file);
	return 0;
}
