// sscanf: every conversion, and what it returns.
#include <stdio.h>
#include <string.h>

int main(void)
{
    int a = -1, b = -1, c = -1, n;
    long l;
    short h;
    unsigned u, x, o;
    char s[20], t[20], ch, chars[4];
    float f;
    double d;
    unsigned char hh;

    n = sscanf("12 34", "%d %d", &a, &b);
    printf("%d: %d %d\n", n, a, b);
    n = sscanf("12abc", "%d%s", &a, s);
    printf("%d: %d %s\n", n, a, s);
    n = sscanf("abc", "%d", &a);
    printf("%d: %d\n", n, a);
    n = sscanf("", "%d", &a);
    printf("%d\n", n);
    n = sscanf("5,6;7", "%d,%d;%d", &a, &b, &c);
    printf("%d: %d %d %d\n", n, a, b, c);
    n = sscanf("5 , 6", "%d,%d", &a, &b);
    printf("%d\n", n);
    n = sscanf("  lots   of   space ", "%s %s", s, t);
    printf("%d: [%s] [%s]\n", n, s, t);
    n = sscanf("x y", "%c%c%c", &ch, &s[0], &s[1]);
    printf("%d: %c[%c]%c\n", n, ch, s[0], s[1]);
    n = sscanf("  z", " %c", &ch);
    printf("%d: %c\n", n, ch);
    n = sscanf("abcdef", "%3s%2c", s, chars);
    printf("%d: %s %.2s\n", n, s, chars);
    n = sscanf("123456", "%2d%3d", &a, &b);
    printf("%d: %d %d\n", n, a, b);
    n = sscanf("0x1f 017 255", "%x %o %u", &x, &o, &u);
    printf("%d: %u %u %u\n", n, x, o, u);
    n = sscanf("0x10 010 10", "%i %i %i", &a, &b, &c);
    printf("%d: %d %d %d\n", n, a, b, c);
    n = sscanf("3.5 -2e3", "%f %lf", &f, &d);
    printf("%d: %g %g\n", n, f, d);
    n = sscanf("5000000000 70000 300", "%ld %hd %hhu", &l, &h, &hh);
    printf("%d: %ld %d %d\n", n, l, h, hh);
    n = sscanf("key=value", "%[^=]=%s", s, t);
    printf("%d: %s %s\n", n, s, t);
    n = sscanf("abc123", "%[a-z]%[0-9]", s, t);
    printf("%d: %s %s\n", n, s, t);
    n = sscanf("12 34 56", "%*d %d", &a);
    printf("%d: %d\n", n, a);
    n = sscanf("12 34", "%d%n %d%n", &a, &b, &c, &x);
    printf("%d: %d %d %d %u\n", n, a, b, c, x);
    n = sscanf("50%", "%d%%", &a);
    printf("%d: %d\n", n, a);
    n = sscanf("hello world", "hello %s", s);
    printf("%d: %s\n", n, s);
    n = sscanf("help world", "hello %s", s);
    printf("%d\n", n);
    n = sscanf("]x", "%[]]%c", s, &ch);
    printf("%d: %s %c\n", n, s, ch);
    n = sscanf("2024-03-09T12:30", "%d-%d-%dT%d:%d", &a, &b, &c, &n, (int *)&u);
    printf("%d %d %d %d\n", a, b, c, u);
    n = sscanf("-5", "%u", &u);
    printf("%d: %u\n", n, u);
    n = sscanf("12", "%d %d", &a, &b);
    printf("%d\n", n);
    n = sscanf("   ", "%s", s);
    printf("%d\n", n);
    return 0;
}
