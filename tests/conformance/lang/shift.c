// Shifts and bit operations.
#include <stdint.h>
#include <stdio.h>

static int bits(unsigned long v)
{
    int n = 0;
    for (; v; v &= v - 1)
        n++;
    return n;
}

static unsigned rotate(unsigned v, int n)
{
    return v << n | v >> (32 - n);
}

static uint32_t reverse(uint32_t v)
{
    v = (v >> 1 & 0x55555555) | (v & 0x55555555) << 1;
    v = (v >> 2 & 0x33333333) | (v & 0x33333333) << 2;
    v = (v >> 4 & 0x0f0f0f0f) | (v & 0x0f0f0f0f) << 4;
    v = (v >> 8 & 0x00ff00ff) | (v & 0x00ff00ff) << 8;
    return v >> 16 | v << 16;
}

int main(void)
{
    volatile int neg = -256, one = 1, n = 31;
    volatile unsigned u = 0x80000001;
    volatile long big = 0x7edcba9876543210;
    volatile unsigned char uc = 0x80;
    volatile signed char sc = (signed char)0x80;

    printf("%d %d %d\n", neg >> 4, neg >> 31, (neg >> 1) & 0xff);
    printf("%u %u %u\n", u >> 31, u << 1, u >> 1);
    printf("%lx %lx %lx\n", big << 4, big >> 60, (unsigned long)-big >> 1);
    printf("%d %d %d %d\n", uc << 1, uc >> 7, sc << 1, sc >> 7);
    printf("%u %lu\n", (unsigned)one << n, 1ul << (n * 2 + 1));
    printf("%x %x %x\n", rotate(0x12345678, 8), rotate(u, 1), reverse(0x00000001));
    printf("%x\n", reverse(0x12345678));
    printf("%d %d %d %d\n", bits(0), bits(255), bits(~0ul), bits(0x8000000000000001));
    printf("%d %d %d\n", 6 & 3, 6 | 3, 6 ^ 3);
    printf("%d %u %ld %lu\n", ~0, ~0u, ~0l, ~0ul);
    printf("%d %d\n", 1 << 2 + 1, (1 << 2) + 1);
    printf("%d %d\n", 6 & 1 == 0, (6 & 1) == 0);

    unsigned flags = 0;
    flags |= 1u << 3 | 1u << 5;
    flags ^= 1u << 5;
    flags &= ~(1u << 3);
    flags |= 1u << 31;
    printf("%x %d\n", flags, !!(flags & 1u << 31));
    int x = 13, y = 7;
    x ^= y, y ^= x, x ^= y;
    printf("%d %d\n", x, y);
    for (int i = 7; i >= 0; i--)
        putchar('0' + (0xa5 >> i & 1));
    putchar('\n');
    uint64_t word = 0;
    for (int i = 0; i < 8; i++)
        word = word << 8 | (uint64_t)(i * 17);
    printf("%016lx\n", word);
    x = -17;
    x >>= 2;
    y = 3;
    y <<= 10;
    printf("%d %d\n", x, y);
    return 0;
}
