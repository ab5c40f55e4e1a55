// Rarer functions of math.h; UTF-16 from multibyte characters and back.
#include <math.h>
#include <stdio.h>
#include <uchar.h>
#include <string.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>
#include <stdlib.h>
int main()
{
    printf("%g %g %g %g\n", acoshf(2), erff(.5f), expm1f(.1f), log1pf(.1f));
    printf("%.9g %.9g %.9g %.9g\n", nextafterf(1, 2), nextafterf(1, 0), nextafterf(0, -1), nextafterf(-1, 0));
    long double ip, fraction = modfl(3.25L, &ip);
    printf("%Lg %Lg\n", fraction, ip);
    int e;
    fraction = frexpl(10, &e);
    printf("%Lg %d\n", fraction, e);
    printf("%d %lld %ld\n", ilogbf(10), llrintf(2.5f), lroundl(2.5L));
    int s;
    double gamma_log = lgamma_r(-0.5, &s);
    printf("%g %d\n", gamma_log, s);
    printf("%g %g\n", roundeven(2.5), significand(10));
    setlocale(LC_ALL, "C.UTF-8");
    mbstate_t st;
    memset(&st, 0, sizeof st);
    const char *p = "a\u00e9\U0001F600";
    size_t n = strlen(p);
    char16_t c;
    char out[10];
    mbstate_t so;
    memset(&so, 0, sizeof so);
    while (n || 1) {
        size_t k = mbrtoc16(&c, p, n, &st);
        if (!k || k == (size_t) -2)
            break;
        printf("%x %zd\n", c, (ssize_t) k);
        size_t w = c16rtomb(out, c, &so);
        printf(" -> %zd\n", (ssize_t) w);
        if (k != (size_t) -3) {
            p += k;
            n -= k;
        }
        if (n == 0 && k == (size_t) -3)
            break;
    }
    return 0;
}
