// Bit-fields in unions, packed structs, narrow integers.
#include <stdio.h>
#include <string.h>
#include <stdint.h>
struct flags { unsigned a:1, b:3, :0, c:5; int d:4; unsigned long long e:40; _Bool f:1; };
union view { struct flags f; unsigned char bytes[sizeof(struct flags)]; };
struct packed { char c; int i; short s; } __attribute__((packed));
struct mixed {
    char a;
    double b;
    char c[3];
    union { int i; float f; } u;
    short s;
};
struct outer {
    struct { int x, y; };
    union { long l; char ch[8]; };
    enum { RED, GREEN = 5, BLUE } color;
};
int main(void) {
    union view v;
    memset(&v, 0, sizeof v);
    v.f.a = 3;
    v.f.b = 9;
    v.f.c = 31;
    v.f.d = 9;
    v.f.e = 0x123456789AULL;
    v.f.f = 7;
    printf("%d %d %d %d %llx %d\n", v.f.a, v.f.b, v.f.c, v.f.d, (unsigned long long)v.f.e, v.f.f);
    for (size_t i = 0; i < sizeof v; i++) printf("%02x", v.bytes[i]);
    puts("");
    printf("%zu %zu %zu %zu\n", sizeof(struct flags), sizeof(struct packed), sizeof(struct mixed), sizeof(struct outer));
    struct outer o = { .x = 1, .y = 2, .l = 0x4142434445464748, .color = BLUE };
    printf("%d %d %.8s %d\n", o.x, o.y, o.ch, o.color);
    v.f.d++;
    printf("%d\n", v.f.d);
    v.f.d = -8;
    v.f.d--;
    printf("%d\n", v.f.d);
    v.f.b += 5;
    printf("%d\n", v.f.b);
    v.f.c <<= 1;
    printf("%d %d\n", v.f.c, v.f.c++ + 1);
    printf("%d\n", (v.f.b = 15));
    printf("%d\n", -v.f.a < 0);
    unsigned x = 0xdeadbeef;
    int n = 0;
    for (unsigned t = x; t; t &= t - 1) n++;
    printf("%d %d %d %d\n", n, __builtin_popcount(x), __builtin_clz(x), __builtin_ctz(x));
    printf("%x %x %x\n", x << 4, x >> 4, (x << 8) | (x >> 24));
    printf("%d %d %d\n", -17 / 5, -17 % 5, -17 >> 2);
    int8_t i8 = 200;
    uint8_t u8 = 300;
    int16_t i16 = 40000;
    printf("%d %d %d\n", i8, u8, i16);
    printf("%d %u %lu\n", (char)200, (unsigned)-1, (unsigned long)-1);
    printf("%d\n", -1 < 1u);
    printf("%d\n", (int)(short)65537);
    printf("%lld\n", 1LL << 40);
    struct { unsigned int lo:4, hi:4; } nib = {0xA, 0x5};
    printf("%x%x\n", nib.hi, nib.lo);
    return 0;
}
