// Integer promotions and the usual arithmetic conversions.
#include <stdio.h>

#define SIZE(e) printf("sizeof(%s) = %zu\n", #e, sizeof(e))
#define YES(e) printf("%s: %d\n", #e, (e) != 0)

int main(void)
{
    char c = 'a';
    signed char sc = -1;
    unsigned char uc = 255;
    short s = -1;
    unsigned short us = 65535;
    int i = -1;
    unsigned u = 1;
    long l = -1;
    unsigned long ul = 1;
    float f = 1;
    double d = 1;

    SIZE(c);
    SIZE(+c);
    SIZE(c + c);
    SIZE(s + s);
    SIZE(~uc);
    SIZE(-us);
    SIZE(!l);
    SIZE(i + l);
    SIZE(u + l);
    SIZE(f + 1);
    SIZE(f * l);
    SIZE(f + d);
    SIZE('a');
    SIZE(c ? s : c);
    SIZE(i == l);
    SIZE((c, s));
    SIZE(1 ? u : l);
    SIZE(s << 20L);

    printf("uc + 1 = %d\n", uc + 1);
    printf("(unsigned char)(uc + 1) = %d\n", (unsigned char)(uc + 1));
    printf("~uc = %d, -us = %d, ~us = %d\n", ~uc, -us, ~us);
    printf("us * 2 = %d, us + us = %d\n", us * 2, us + us);
    YES(i < u);
    YES(l < u);
    YES(l < ul);
    YES(s < us);
    YES(sc == uc);
    YES((unsigned char)sc == uc);
    YES(i == 0xffffffff);
    YES(l == 0xffffffff);
    YES(-1 > 0u);
    YES(-1L > 0u);
    YES((short)0x8000 < 0);
    YES(u - 2 > 0);
    YES((int)(u - 2) < 0);
    YES(sizeof(int) > -1);

    unsigned v = 1u - 3;
    printf("1u - 3 = %u, as int %d, widened to long %ld\n", v, (int)v, (long)v);
    long w = i + u;
    printf("(long)(-1 + 1u) = %ld, -2 + 1u as long = %ld\n", w, (long)(-2 + u));
    printf("(c = 300) has the value %d\n", (c = (char)300));
    unsigned char a = 200, b = 100;
    a += b;
    printf("200 + 100 in an unsigned char: %d\n", a);
    sc = 127;
    sc++;
    printf("127 + 1 in a signed char: %d\n", sc);
    us--;
    us += 3;
    printf("65535 - 1 + 3 in an unsigned short: %d\n", us);
    return 0;
}
