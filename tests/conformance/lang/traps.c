// What surprises in C: conversions, precedence, fallthrough, wrapping.
// conformance: exit=7
#include <stdio.h>
#include <limits.h>
#include <string.h>
#include <stdlib.h>
#include <ctype.h>
int f(int a) {
    printf("f%d ", a);
    return a;
}

int main(void) {
    unsigned u = 10;
    int i = -5;
    printf("%d %d\n", i < u, i + u > 0);
    for (unsigned k = 3; k-- > 0;) printf("%u ", k);
    puts("");
    printf("%d %d\n", (char)128, (unsigned char)-1);
    size_t len = strlen("ab");
    printf("%d\n", len - 3 > 0);
    short s = SHRT_MAX;
    s++;
    printf("%d\n", s);
    int x = INT_MIN;
    printf("%d\n", x < 0);
    printf("%lld\n", (long long)INT_MAX * 2);
    printf("%u\n", UINT_MAX + 2);
    printf("%lu\n", ULONG_MAX);
    printf("%d\n", 1 << 31);
    printf("%x\n", ~0u >> 1);
    printf("%d\n", -7 / 2 * 2 + -7 % 2);
    long l = 1L << 33;
    int t = l;
    printf("%d\n", t);
    i = 5;
    i = i++ + ++i;
    int a[3] = {0};
    int j = 0;
    a[j++] = j;
    printf("%d %d\n", a[0], j);
    printf("%d\n", 5 & 6 == 6);
    printf("%d\n", 1 + 2 << 3);
    printf("%d\n", !5 > 3);
    printf("%d\n", 3 > 2 > 1);
    printf("%d\n", 'z' - 'a');
    printf("%d %d\n", '\n', '\\');
    printf("%c%c\n", 0x41, 'a' ^ 32);
    int r = f(1) + f(2) * f(3);
    printf("%d\n", r);
    r = f(0) && f(1);
    printf("%d\n", r);
    r = f(1) || f(2);
    printf("%d\n", r);
    f(1), f(2);
    puts("");
    printf("%d %d %d\n", f(1), f(2), f(3));
    double d = 7 / 2;
    printf("%g %g\n", d, 7 / 2.0);
    printf("%d\n", (int)'\377');
    printf("%d\n", 0x7fffffff + 1 < 0);
    printf("%d\n", sizeof(char) == sizeof('a'));
    char c = 'x';
    c += 10;
    printf("%d\n", c);
    float fl = 1e10f;
    printf("%d\n", fl + 1 == fl);
    printf("%ld\n", LONG_MIN);
    printf("%d\n", INT_MIN / -2);
    printf("%.2f\n", (float)1 / 3);
    char str[] = "hello";
    str[5] = '!';
    str[4] = 0;
    printf("%s\n", str);
    printf("%zu %zu\n", sizeof str, strlen(str));
    char *p = "a" "b" "c";
    printf("%c\n", p[1]);
    printf("%d\n", "abc"[1]);
    printf("%s\n", &"hello"[2]);
    printf("%d\n", isalpha('a') != 0);
    printf("%d\n", toupper('b'));
    int m[2][3] = {1, 2, 3, 4};
    printf("%d %d\n", m[1][0], m[1][2]);
    switch (3) {
        case 1: puts("1");
        case 3: puts("3");
        case 4: puts("4");
        break;
        default: puts("d");
    }
    int n = 0;
    while (n < 3) if (n++ == 1) continue;
    else printf("n%d ", n);
    puts("");
    if (0) ;
    else if (1) puts("dangling");
    else puts("no");
    return 256 + 7;
}
