// Representations, shifts, CRC.
#include <stdio.h>
#include <stdint.h>
#include <limits.h>
#include <string.h>
union fp {
    float f;
    uint32_t u;
    struct {
        uint32_t man : 23, exp : 8, sign : 1;
    };
};
static uint32_t crc32(const void *p, size_t n)
{
    const uint8_t *b = p;
    uint32_t c = ~0u;
    while (n--) {
        c ^= *b++;
        for (int k = 0; k < 8; k++)
            c = c & 1 ? c >> 1 ^ 0xedb88320u : c >> 1;
    }
    return ~c;
}
static const char *bin(unsigned long v, int n)
{
    static char b[2][65];
    static int w;
    char *s = b[w ^= 1];
    s[n] = 0;
    while (n--)
        s[n] = '0' + (v & 1), v >>= 1;
    return s;
}
int main(void)
{
    union fp x = {.f = -6.25f};
    printf("%u %u %#x\n", x.sign, x.exp, x.man);
    printf("%08x\n", crc32("123456789", 9));
    printf("%s %s\n", bin(0xA5, 8), bin(~0UL >> 60, 6));
    int one = 1;
    puts(*(char *)&one ? "little" : "big");
    uint16_t h = 0x1234;
    printf("%x %x\n", __builtin_bswap16(h), (uint8_t)(h >> 8));
    printf("%d %d\n", INT_MAX + 0, (int)0x80000000);
    printf("%u\n", UINT_MAX + 1u);
    printf("%lld\n", LLONG_MIN);
    int8_t s = -128;
    printf("%d %d\n", -s, (int8_t)-s);
    printf("%d %d %d\n", -5 >> 1, -5 / 2, -5 % 3);
    unsigned long long m = 0x0123456789abcdefULL;
    printf("%llx %d\n", m << 4 | m >> 60, __builtin_ctzll(m << 4));
    double d = 0.1 + 0.2;
    printf("%d %.17g\n", d == 0.3, d);
    uint64_t u;
    memcpy(&u, &d, 8);
    printf("%016lx\n", u);
    printf("%d\n", (char)0xff);
    struct {
        unsigned a : 1;
        int b : 1;
        _Bool c : 1;
    } bf = {1, 1, 5};
    printf("%d %d %d\n", bf.a, bf.b, bf.c);
    printf("%zu %zu\n", sizeof(long double), sizeof(struct {
               char c;
               long double d;
           }));
    return 0;
}
