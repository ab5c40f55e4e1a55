// 128-bit integers: arithmetic, conversions, comparison, in structs and arrays.
#include <stdio.h>
#include <stdint.h>
typedef unsigned __int128 u128;
typedef __int128 i128;
static void print_u128(u128 x)
{
    char b[50];
    int i = 49;
    b[i] = 0;
    if (!x)
        b[--i] = '0';
    while (x) {
        b[--i] = '0' + (int) (x % 10);
        x /= 10;
    }
    puts(b + i);
}

static uint64_t mulmod(uint64_t a, uint64_t b, uint64_t m)
{
    return (uint64_t) ((u128) a * b % m);
}

static uint64_t powmod(uint64_t b, uint64_t e, uint64_t m)
{
    uint64_t r = 1;
    b %= m;
    for (; e; e >>= 1) {
        if (e & 1)
            r = mulmod(r, b, m);
        b = mulmod(b, b, m);
    }
    return r;
}

static int is_prime(uint64_t n)
{
    if (n < 2)
        return 0;
    for (int p = 2; p < 40; p++) {
        if (n % p == 0)
            return n == (uint64_t) p;
    }
    uint64_t d = n - 1;
    int s = 0;
    while (!(d & 1)) {
        d >>= 1;
        s++;
    }
    uint64_t bases[] = { 2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37 };
    for (int i = 0; i < 12; i++) {
        uint64_t x = powmod(bases[i], d, n);
        if (x == 1 || x == n - 1)
            continue;
        int ok = 0;
        for (int r = 1; r < s; r++) {
            x = mulmod(x, x, n);
            if (x == n - 1) {
                ok = 1;
                break;
            }
        }
        if (!ok)
            return 0;
    }
    return 1;
}

struct S {
    char c;
    i128 v;
};
int main(void)
{
    u128 f = 1;
    for (int i = 1; i <= 33; i++)
        f *= i;
    print_u128(f);
    i128 n = -5;
    n *= 1000000000000LL;
    n *= 1000000000000LL;
    printf("%lld %llu\n", (long long) (n >> 64), (unsigned long long) n);
    printf("%d %d\n", n < 0, n > (i128) INT64_MIN);
    print_u128((u128) - 1);
    print_u128(((u128) 1 << 100) | 0xff);
    print_u128(~(u128) 0 / 7);
    printf("%zu %zu %zu\n", sizeof(i128), _Alignof(i128), sizeof(struct S));
    printf("%d %d %d\n", is_prime(18446744073709551557ULL), is_prime(18446744073709551556ULL), is_prime(1000000007));
    double d = (double) ((u128) 1 << 90);
    printf("%g %g\n", d, (double) n);
    u128 back = (u128) d;
    printf("%d\n", back == ((u128) 1 << 90));
    i128 a[3] = { 1, -2, 3 }, s = 0;
    for (int i = 0; i < 3; i++)
        s += a[i];
    printf("%d\n", (int) s);
    i128 *p = a + 1;
    (*p)++;
    printf("%d\n", (int) a[1]);
    struct S t = { 'x', (i128) 7 << 70 };
    t.v >>= 69;
    printf("%c %d\n", t.c, (int) t.v);
    n = -7;
    printf("%d %d %d\n", (int) (n / 2), (int) (n % 2), (int) (n >> 1));
    i128 m = n;
    m ^= m << 3;
    printf("%d\n", (int) m);
    printf("%s\n", (n ? "t" : "f"));
    n = !n;
    printf("%d\n", (int) n);
    uint64_t h, l;
    u128 pr = (u128) 0xdeadbeefcafebabeULL * 0x123456789abcdef1ULL;
    h = pr >> 64;
    l = pr;
    printf("%016lx%016lx\n", h, l);
    return 0;
}
