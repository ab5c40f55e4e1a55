// strtol and its family, atoi, strtod.
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void l(const char *s, int base)
{
    char *end;
    errno = 0;
    long v = strtol(s, &end, base);
    printf("strtol(\"%s\", %d) = %ld, rest \"%s\", %s\n", s, base, v, end, strerror(errno));
}

static void ul(const char *s, int base)
{
    char *end;
    errno = 0;
    unsigned long v = strtoul(s, &end, base);
    printf("strtoul(\"%s\", %d) = %lu, rest \"%s\", %s\n", s, base, v, end, strerror(errno));
}

static void d(const char *s)
{
    char *end;
    errno = 0;
    double v = strtod(s, &end);
    printf("strtod(\"%s\") = %.15g, rest \"%s\", %s\n", s, v, end, strerror(errno));
}

int main(void)
{
    l("123", 10);
    l("  -42abc", 10);
    l("+7 8", 10);
    l("0x1fz", 16);
    l("0x1fz", 0);
    l("0755", 0);
    l("0755", 10);
    l("089", 0);
    l("zz", 36);
    l("1012", 2);
    l("", 10);
    l("   ", 10);
    l("abc", 10);
    l("-", 10);
    l("0x", 16);
    l("9223372036854775807", 10);
    l("9223372036854775808", 10);
    l("-9223372036854775809", 10);
    l("12", 1);
    ul("18446744073709551615", 10);
    ul("18446744073709551616", 10);
    ul("-1", 10);
    ul("-18446744073709551616", 0);
    ul("ff", 16);
    d("3.14");
    d("  -1.5e3xyz");
    d(".5.5");
    d("1e");
    d("1e400");
    d("1e-400");
    d("0x1.8p1");
    d("inf");
    d("-Infinity!");
    d("nan(1)");
    d("e5");
    d("");
    d("123456789012345678901234567890");
    d("0.1000000000000000055511151231257827");
    printf("%d %d %d %d %ld\n", atoi("12abc"), atoi(" -7"), atoi("x"), atoi(""), atol("5000000000"));
    printf("%g %g %lld\n", atof("2.5kg"), atof("none"), atoll("-9000000000"));
    printf("%llu %lld\n", strtoull("0xffffffffffffffff", NULL, 0), strtoll("-077", NULL, 0));
    printf("%g\n", strtof("1.25", NULL));
    return 0;
}
