// The mathematical functions, to 12 digits.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define P(e) printf("%-22s %.12g\n", #e, (double)(e))

int main(void)
{
    volatile double two = 2, half = 0.5, neg = -2.5, three = 3;
    P(sqrt(two));
    P(cbrt(27 * two / 2));
    P(sin(half));
    P(cos(half));
    P(tan(half));
    P(asin(half));
    P(acos(half));
    P(atan(half));
    P(atan2(-1.0, neg));
    P(sinh(half));
    P(cosh(half));
    P(tanh(half));
    P(exp(half));
    P(log(three));
    P(log10(three));
    P(log2(three));
    P(pow(two, 10));
    P(pow(two, -1.5));
    P(pow(neg, 3));
    P(floor(neg));
    P(ceil(neg));
    P(round(neg));
    P(trunc(neg));
    P(rint(neg));
    P(floor(two));
    P(fabs(neg));
    P(fmod(7.5, two));
    P(fmod(neg, two));
    P(hypot(three, 4));
    P(ldexp(three, 4));
    P(fmax(two, three));
    P(fmin(two, three));
    P(M_PI);
    P(M_E);
    P(sin(M_PI / 6));
    P(lround(2.5));
    P(abs(-5));
    P(labs(-5000000000L));
    int e;
    double m = frexp(10.0, &e), ip, fp = modf(neg, &ip);
    printf("%g %d, %g %g\n", m, e, ip, fp);
    printf("%g %g %g\n", sqrt(-two), log(two - 2), pow(two - 2, 0));
    div_t d = div(-17, 5);
    ldiv_t l = ldiv(17, -5);
    printf("%d %d %ld %ld\n", d.quot, d.rem, l.quot, l.rem);
    printf("%.6f %.6f\n", sqrtf(2.0f), powf(2.0f, 0.5f));
    return 0;
}
