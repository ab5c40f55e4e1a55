// CC-02: the integers of gcc on x86-64: signed char, LP64, truncating division, arithmetic right shift.
#include <limits.h>
#include <stdio.h>

int main(void)
{
    volatile char c = (char)200;
    volatile int seven = 7, two = 2, minus = -7;
    volatile long big = -1234567890123L;

    printf("CC-02 (char)200: %d, CHAR_MIN %d, CHAR_MAX %d\n", c, CHAR_MIN, CHAR_MAX);
    printf("CC-02 sizes of char short int long long-long pointer: %zu %zu %zu %zu %zu %zu\n", sizeof(char),
           sizeof(short), sizeof(int), sizeof(long), sizeof(long long), sizeof(void *));
    printf("CC-02 sizes of float double wchar_t size_t enum: %zu %zu %zu %zu %zu\n", sizeof(float), sizeof(double),
           sizeof(L'a'), sizeof(sizeof 1), sizeof(enum { A, B }));
    printf("CC-02 division 7/2 -7/2 7/-2 -7/-2: %d %d %d %d\n", seven / two, minus / two, seven / -two, minus / -two);
    printf("CC-02 remainder 7%%2 -7%%2 7%%-2 -7%%-2: %d %d %d %d\n", seven % two, minus % two, seven % -two,
           minus % -two);
    printf("CC-02 shift -7>>1 -1>>31 big>>8: %d %d %ld\n", minus >> 1, (minus / 7) >> 31, big >> 8);
    printf("CC-02 unsigned shift of -7: %u\n", (unsigned)minus >> 1);
    printf("CC-02 limits: %d %d %u %ld %lu\n", INT_MIN, INT_MAX, UINT_MAX, LONG_MIN, ULONG_MAX);
    return 0;
}
