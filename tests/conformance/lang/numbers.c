// Small computations: sieve, big numbers, matrix product, CRC, sorting by hand, life, random numbers.
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int sieve(int n)
{
    static char composite[10001];
    int count = 0;
    for (int i = 2; i <= n; i++) {
        if (composite[i])
            continue;
        count++;
        for (int j = i * 2; j <= n; j += i)
            composite[j] = 1;
    }
    return count;
}

static void big_factorial(int n)
{
    static unsigned char d[300] = {1};
    int len = 1;
    for (int i = 2; i <= n; i++) {
        int carry = 0;
        for (int j = 0; j < len; j++) {
            int v = d[j] * i + carry;
            d[j] = v % 10;
            carry = v / 10;
        }
        for (; carry; carry /= 10)
            d[len++] = carry % 10;
    }
    while (len)
        putchar('0' + d[--len]);
    putchar('\n');
}

static uint32_t crc(const char *s)
{
    uint32_t c = ~0u;
    for (; *s; s++) {
        c ^= (unsigned char)*s;
        for (int k = 0; k < 8; k++)
            c = c & 1 ? c >> 1 ^ 0xedb88320 : c >> 1;
    }
    return ~c;
}

static uint64_t fnv(const char *s)
{
    uint64_t h = 14695981039346656037ull;
    while (*s)
        h = (h ^ (unsigned char)*s++) * 1099511628211ull;
    return h;
}

static void bubble(int *a, int n)
{
    for (int i = 0; i < n; i++)
        for (int j = 0; j + 1 < n - i; j++)
            if (a[j] > a[j + 1]) {
                int t = a[j];
                a[j] = a[j + 1], a[j + 1] = t;
            }
}

static void quick(int *a, int lo, int hi)
{
    if (lo >= hi)
        return;
    int p = a[(lo + hi) / 2], i = lo, j = hi;
    while (i <= j) {
        while (a[i] < p)
            i++;
        while (a[j] > p)
            j--;
        if (i <= j) {
            int t = a[i];
            a[i++] = a[j], a[j--] = t;
        }
    }
    quick(a, lo, j);
    quick(a, i, hi);
}

static void life(void)
{
    char g[8][9] = {"........", "..#.....", "...#....", ".###....", "........", "........", "........", "........"}, n[8][9];
    for (int t = 0; t < 8; t++) {
        memcpy(n, g, sizeof g);
        for (int y = 0; y < 8; y++)
            for (int x = 0; x < 8; x++) {
                int c = 0;
                for (int dy = -1; dy <= 1; dy++)
                    for (int dx = -1; dx <= 1; dx++)
                        if (dx || dy)
                            c += g[y + dy & 7][x + dx & 7] == '#';
                n[y][x] = c == 3 || (c == 2 && g[y][x] == '#') ? '#' : '.';
            }
        memcpy(g, n, sizeof g);
    }
    for (int y = 0; y < 8; y++)
        printf("%s%s", g[y], y % 4 == 3 ? "\n" : " ");
}

int main(void)
{
    printf("%d\n", sieve(10000));
    big_factorial(60);
    printf("%08x %08x %016lx\n", crc("123456789"), crc(""), fnv("hello"));
    double m[3][3] = {{1, 2, 3}, {4, 5, 6}, {7, 8, 10}}, r[3][3] = {{0}};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            for (int k = 0; k < 3; k++)
                r[i][j] += m[i][k] * m[k][j];
    printf("%g %g %g\n", r[0][0], r[1][1], r[2][2]);
    int a[] = {9, 4, 7, 1, 8, 2, 2, -5}, b[8];
    memcpy(b, a, sizeof a);
    bubble(a, 8);
    quick(b, 0, 7);
    printf("%d %d %d %d\n", memcmp(a, b, sizeof a), a[0], a[4], a[7]);
    life();
    for (int i = 0; i < 7; i++) {
        long c = 1;
        for (int k = 0; k <= i; k++) {
            printf("%ld ", c);
            c = c * (i - k) / (k + 1);
        }
    }
    printf("\n");
    unsigned x = 123456789, y = 362436069, z = 521288629, w = 88675123;
    for (int i = 0; i < 1000; i++) {
        unsigned t = x ^ x << 11;
        x = y, y = z, z = w;
        w = w ^ w >> 19 ^ t ^ t >> 8;
    }
    printf("%u\n", w);
    char roman[20] = "";
    static const int value[] = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
    static const char *const sym[] = {"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"};
    for (int i = 0, n = 1994; i < 13; i++)
        for (; n >= value[i]; n -= value[i])
            strcat(roman, sym[i]);
    printf("%s\n", roman);
    return 0;
}
