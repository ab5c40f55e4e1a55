// scanf: conversions, sets, suppressed and failing ones.
// conformance: stdin=42 3.5 word\n  -7 0x1f 077 abc123\n12:34:56\nname=Bob;age=30\n[list] rest of line\nxyz\n9999999999 1e3 inf\na b c\n
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
int main()
{
    int a, b, c, n;
    float f;
    double d;
    char s[50], t[50], *m;
    long l;
    unsigned u;
    char ch;
    n = scanf("%d %f %s", &a, &f, s);
    printf("%d: %d %.2f %s\n", n, a, f, s);
    n = scanf("%d %i %i %[a-z]%d", &a, &b, &c, s, (int *) &u);
    printf("%d: %d %d %d %s %d\n", n, a, b, c, s, u);
    n = scanf("%d:%d:%d", &a, &b, &c);
    printf("%d: %d %d %d\n", n, a, b, c);
    n = scanf(" name=%[^;];age=%d", s, &a);
    printf("%d: %s %d\n", n, s, a);
    n = scanf(" [%[^]]]%n", s, &b);
    printf("%d: %s %d\n", n, s, b);
    scanf(" %[^\n]", t);
    printf("<%s>\n", t);
    n = scanf("%d", &a);
    printf("%d\n", n);
    scanf("%s", s);
    printf("%s\n", s);
    n = scanf("%ld %lf %lf", &l, &d, &d);
    printf("%d %ld %f\n", n, l, d);
    n = scanf(" %c%*c%c %c", &ch, s, t);
    printf("%d %c %c %c\n", n, ch, *s, *t);
    n = scanf("%d", &a);
    printf("%d %d\n", n, feof(stdin) != 0);
    printf("%d\n", sscanf("", "%d", &a));
    printf("%d\n", sscanf("abc", "%d", &a));
    printf("%d\n", sscanf("12abc", "%d%n", &a, &n));
    printf("%d\n", n);
    printf("%d %s %s\n", sscanf("hello world", "%3s%s", s, t), s, t);
    printf("%d %d\n", sscanf("100%", "%d%%", &a), a);
    printf("%d %x\n", sscanf("deadBEEF", "%x", &u), u);
    printf("%d %o\n", sscanf("0755", "%o", &u), u);
    unsigned char hh;
    short h;
    printf("%d %d %d\n", sscanf("300 70000", "%hhu %hd", &hh, &h), hh, h);
    printf("%d %s\n", sscanf("dyn alloc", "%ms", &m), m);
    free(m);
    printf("%d %d %d\n", sscanf("5 , 6", "%d , %d", &a, &b), a, b);
    printf("%d %s\n", sscanf("k: v", "%*s %s", s), s);
    printf("%d %.3s\n", sscanf("abcdef", "%3c", s), s);
    void *p;
    printf("%d %p\n", sscanf("0x1234", "%p", &p), p);
    printf("%d\n", sscanf("  x", "%c", &ch));
    printf("[%c]\n", ch);
    printf("%d %d\n", sscanf("-5", "%u", &u), (int) u);
    printf("%d\n", sscanf("1,2,,4", "%d,%d,%d", &a, &b, &c));
    printf("%d %g\n", sscanf("1.5e", "%lf", &d), d);
    printf("%d %g\n", sscanf("0x1p4", "%lf", &d), d);
    printf("%d %g\n", sscanf("nan", "%lf", &d), d);
    printf("%d [%s]\n", sscanf("a-z]", "%[]a-z-]", s), s);
    return 0;
}
