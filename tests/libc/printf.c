/* printf(3): every conversion, flag, width and precision. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdint.h>
#include <stddef.h>
#include <string.h>
#include <limits.h>
#include <errno.h>

static void ints(void)
{
	static const char *const flags[] = { "", "-", "+", " ", "#", "0", "-0", "+ ", "0+", "#0", "-#", "-+ ", "'" };
	static const char *const sizes[] = { "", "1", "5", "12", ".0", ".1", ".5", "8.3", "3.8", "12.", "." };
	static const char convs[] = "diuoxXc";
	static const long values[] = { 0, 1, -1, 42, -42, 255, INT_MAX, INT_MIN };
	unsigned f, s, c, v;
	char fmt[32];
	for (f = 0; f < sizeof flags / sizeof *flags; f++)
		for (s = 0; s < sizeof sizes / sizeof *sizes; s++)
			for (c = 0; convs[c]; c++) {
				snprintf(fmt, sizeof fmt, "%%%s%s%c|", flags[f], sizes[s], convs[c]);
				printf("%s: ", fmt);
				for (v = 0; v < sizeof values / sizeof *values; v++)
					if (convs[c] != 'c' || (values[v] > 0 && values[v] < 127))
						printf(fmt, (int)values[v]);
				printf("\n");
			}
}

static void lengths(void)
{
	long big = -1234567890123456789;
	printf("%hhd %hd %d %ld %lld %jd %zd %td %qd\n", (int)big, (int)big, (int)big, big, (long long)big, (intmax_t)big, (size_t)big, (ptrdiff_t)big, (long long)big);
	printf("%hhu %hu %u %lu %llu %ju %zu %tu\n", (int)big, (int)big, (int)big, big, (long long)big, (intmax_t)big, (size_t)big, (ptrdiff_t)big);
	printf("%hhx %hx %x %lx %llx %jX %zo %#lo\n", (int)big, (int)big, (int)big, big, (long long)big, (intmax_t)big, (size_t)big, big);
	printf("%ld %ld %lu %llu\n", LONG_MAX, LONG_MIN, ULONG_MAX, ULLONG_MAX);
	printf("%b %#b %#B %08b %lb\n", 5, 5, 5, 5, 1L << 40);
}

static void doubles(void)
{
	static const char *const flags[] = { "", "-", "+", " ", "#", "0", "+0" };
	static const char *const sizes[] = { "", "10", ".0", ".1", ".3", "15.4", "3.10", ".15", ".17" };
	static const char convs[] = "fFeEgGaA";
	static const double values[] = { 0, 1, -1, 0.5, 1.5, 2.5, 3.14159265358979, 1e10, 1e-10, 123456789, 1e15, 1e16, 1e17, 1e100, 1e-5, 0.0001, 0.00001234, 99999.95, 999998.5, 0.1, 1.0 / 3, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -0.0 };
	unsigned f, s, c, v;
	char fmt[32];
	double inf = 1e308 * 10;
	for (f = 0; f < sizeof flags / sizeof *flags; f++)
		for (s = 0; s < sizeof sizes / sizeof *sizes; s++)
			for (c = 0; convs[c]; c++) {
				snprintf(fmt, sizeof fmt, "%%%s%s%c|", flags[f], sizes[s], convs[c]);
				printf("%s ", fmt);
				for (v = 0; v < sizeof values / sizeof *values; v++)
					printf(fmt, values[v]);
				printf(fmt, inf);
				printf(fmt, -inf);
				printf(fmt, __builtin_nan(""));
				printf("\n");
			}
	printf("%.50f %.1100f %.1080f|\n", 0.1, 1.0, 5e-324);
	printf("%Lf %Lg %.3Le %5.1Lf\n", 1.5L, 2.25L, 12345.678L, 9.96L);
}

static void strings(void)
{
	char *null = 0;
	int n = 0, w[] = { 'w', 'i', 'd', 'e', 0 };
	short hn = 0;
	long ln = 0;
	signed char cn = 0;
	printf("%s|%10s|%-10s|%.2s|%10.2s|%-10.2s|%.0s|%5s|\n", "hello", "hello", "hello", "hello", "hello", "hello", "hello", "longer than five");
	printf("%s|%10s|%-10s|%.2s|%.6s|%.5s|\n", null, null, null, null, null, null);
	printf("%c|%5c|%-5c|%c|\n", 'a', 'b', 'c', 0);
	printf("%p|%20p|%-20p|%p|%5p|%+p|\n", null, null, null, (void *)0x1234, (void *)0xabc, (void *)16);
	printf("%%|%5%|%-5%|\n");
	printf("ab%ncd%hnef%lngh%hhn\n", &n, &hn, &ln, &cn);
	printf("%d %d %ld %d\n", n, hn, ln, cn);
	printf("%*d|%-*d|%*d|%.*d|%.*d|%*.*f|\n", 6, 42, 6, 42, -6, 42, 4, 42, -4, 42, 9, 2, 3.14159);
	printf("%.*s|%.*s|%*s|\n", 3, "abcdef", -1, "abcdef", 8, "abc");
	printf("%ls|%10ls|%.2ls|%lc|%S|%C|\n", w, w, w, 'x', w, 'y');
	printf("%2$s %1$s|%2$5s|%1$-5s|%3$*4$d|\n", "one", "two", 7, 5);
	errno = ENOENT;
	printf("%m|%30m|%-30m|\n");
	printf("%y|%5k|%-#0v|%+ r|%.3!|\n");
	n = printf("100%");
	printf("\n%d\n", n);
	n = printf("%d %", 5);
	printf("\n%d\n", n);
}

static void bounds(void)
{
	char buf[16];
	int n;
	memset(buf, '#', sizeof buf);
	n = snprintf(buf, 5, "%s", "abcdefgh");
	printf("%d %s %c\n", n, buf, buf[5]);
	n = snprintf(buf, 1, "%d", 12345);
	printf("%d [%s]\n", n, buf);
	n = snprintf(buf, 0, "%d", 12345);
	printf("%d\n", n);
	n = snprintf(NULL, 0, "%s %d", "length", 9);
	printf("%d\n", n);
	n = sprintf(buf, "%5d%%", 42);
	printf("%d [%s]\n", n, buf);
	char *s;
	n = asprintf(&s, "%s-%d", "alloc", 17);
	printf("%d %s\n", n, s);
	n = snprintf(buf, sizeof buf, "%2147483648d", 1);
	printf("%d %d\n", n, n < 0 ? errno == EOVERFLOW : 0);
	n = snprintf(buf, sizeof buf, "%2147483640d%100d", 1, 2);
	printf("%d\n", n);
	n = snprintf(buf, sizeof buf, "%lc", 0x20ac);
	printf("%d %d\n", n, errno == EILSEQ);
	fflush(stdout);
	n = dprintf(1, "dprintf %d\n", 3);
	printf("%d\n", n);
	printf("%08.3f|%-8.3f|%+.2e|% g|%#.3g|%#x|%#o|%X\n", 3.14159, 2.5, 12345.678, 0.5, 1.0, 255, 8, 0xbeef);
}

int main(void)
{
	ints();
	lengths();
	doubles();
	strings();
	bounds();
	return 0;
}
