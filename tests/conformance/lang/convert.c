// Conversions between integer and floating types.
#include <stdio.h>

int main(void)
{
    volatile double d = 3.99, n = -3.99, big = 1e10, third = 1.0 / 3;
    volatile float f = 16777217.0f;
    volatile long l = 0x123456789abcdef0;
    volatile int i = -1;

    printf("(int)3.99 %d, (int)-3.99 %d, (long)1e10 %ld\n", (int)d, (int)n, (long)big);
    printf("(char)long %d, (short)long %d, (int)long %d\n", (char)l, (short)l, (int)l);
    printf("(unsigned char)long %d, (unsigned short)long %d, (unsigned)long %u\n", (unsigned char)l, (unsigned short)l,
           (unsigned)l);
    printf("int -1 to unsigned %u, long %ld, unsigned long %lu, unsigned char %d\n", (unsigned)i, (long)i,
           (unsigned long)i, (unsigned char)i);
    printf("unsigned -1 to long %ld\n", (long)(unsigned)i);
    printf("float of 16777217: %.1f, double of it %.1f\n", f, (double)16777217);
    printf("float of 1/3: %.10f, back in a double %.17f\n", (float)third, (double)(float)third);
    printf("float of 0.1 == double 0.1: %d\n", (float)0.1 == 0.1);
    printf("(unsigned)3e9 %u, (unsigned char)200.7 %d\n", (unsigned)(big * 0.3), (unsigned char)(third * 602.1));
    printf("double of long max: %.0f\n", (double)0x7fffffffffffffffL);
    printf("double of unsigned long max: %.0f\n", (double)0xffffffffffffffffUL);
    printf("unsigned long of 1e19: %lu\n", (unsigned long)(big * 1e9));
    printf("unsigned int to double: %.0f, int to double: %.0f\n", (double)(unsigned)i, (double)i);
    printf("long to float: %.0f\n", (float)l);
    printf("_Bool of 0.5 %d, of 256 %d, of a pointer %d\n", (_Bool)0.5, (_Bool)256, (_Bool)&d);
    printf("7 / 2 = %d, 7 / 2.0 = %g, (double)(7 / 2) = %g, 7 %% 3 = %d\n", 7 / 2, 7 / 2.0, (double)(7 / 2), 7 % 3);
    int x = 2.9;
    x *= 1.6;
    printf("int x = 2.9; x *= 1.6: %d\n", x);
    x += 0.75;
    printf("x += 0.75: %d\n", x);
    char c = 3.7 + 'a';
    printf("char c = 3.7 + 'a': %c\n", c);
    float half = 1;
    half /= 2;
    printf("1 / 2 in a float: %g, its size in an argument: %zu, in an expression: %zu\n", half, sizeof half,
           sizeof(half + half));
    long sum = 0;
    for (float g = 0; g < 1; g += 0.25f)
        sum = sum * 10 + (long)(g * 4);
    printf("counted with a float: %ld\n", sum);
    return 0;
}
