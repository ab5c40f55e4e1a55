// FNV-1a hash of a string of 1 MiB, 20 times.
#include <stdio.h>

#define LEN (1 << 20)

static char text[LEN + 1];

static unsigned fnv1a(const char *s)
{
    unsigned h = 2166136261u;
    while (*s) {
        h ^= (unsigned char)*s++;
        h *= 16777619u;
    }
    return h;
}

int main(void)
{
    for (int i = 0; i < LEN; i++)
        text[i] = 'a' + i % 26;
    unsigned sum = 0;
    for (int round = 0; round < 20; round++) {
        text[round] = 'A' + round;
        sum += fnv1a(text);
    }
    printf("%u\n", sum);
    return 0;
}
