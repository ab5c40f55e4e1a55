// Bit-fields as gcc lays them out on x86-64.
#include <stdio.h>
#include <string.h>

struct flags {
    unsigned a : 1;
    unsigned b : 3;
    unsigned c : 4;
    unsigned d : 8;
    unsigned e : 16;
};
struct sign {
    int s : 3;
    int t : 5;
    unsigned u : 3;
};
struct span {
    unsigned a : 20;
    unsigned b : 20;
    unsigned c : 20;
};
struct zero {
    unsigned a : 3;
    unsigned : 0;
    unsigned b : 3;
    unsigned : 5;
    unsigned c : 3;
};
struct mixed {
    char c;
    unsigned a : 4;
    unsigned b : 12;
    short s;
    unsigned long l : 40;
    _Bool f : 1;
};
struct ip {
    unsigned char hl : 4, version : 4;
    unsigned short len;
};

static void dump(const char *name, const void *p, int n)
{
    const unsigned char *b = p;
    printf("%s:", name);
    for (int i = 0; i < n; i++)
        printf(" %02x", b[i]);
    printf("\n");
}

#define DUMP(v) dump(#v, &v, sizeof v)

int main(void)
{
    struct flags f;
    memset(&f, 0, sizeof f);
    f.a = 1, f.b = 5, f.c = 10, f.d = 0xab, f.e = 0x1234;
    DUMP(f);
    f.b = 12;
    f.c++;
    f.d <<= 1;
    f.e -= 0x1235;
    printf("%u %u %u %u %u, size %zu\n", f.a, f.b, f.c, f.d, f.e, sizeof f);
    DUMP(f);

    struct sign s;
    memset(&s, 0, sizeof s);
    s.s = 3, s.t = -16, s.u = 7;
    printf("%d %d %u\n", s.s, s.t, s.u);
    s.s++;
    s.t--;
    s.u++;
    printf("%d %d %u\n", s.s, s.t, s.u);
    DUMP(s);
    struct span p;
    memset(&p, 0, sizeof p);
    p.a = 0xabcde, p.b = 0x12345, p.c = 0xfffff;
    DUMP(p);
    struct zero z;
    memset(&z, 0, sizeof z);
    z.a = 7, z.b = 7, z.c = 7;
    DUMP(z);
    struct mixed m;
    memset(&m, 0, sizeof m);
    m.c = 'A', m.a = 9, m.b = 0xfed, m.s = -2, m.l = 0x123456789a, m.f = 4;
    DUMP(m);
    printf("%d %u %u %d %lx %d\n", m.c, m.a, m.b, m.s, (unsigned long)m.l, m.f);
    struct ip ip = {.version = 4, .hl = 5, .len = 20};
    printf("%02x %zu\n", *(unsigned char *)&ip, sizeof ip);
    printf("%d\n", f.a + f.b - 10 < 0);
    printf("%d\n", s.u - 1 < 0);
    struct flags copy = f;
    copy.a ^= 1;
    printf("%d %d %d\n", copy.a, f.a, copy.d == f.d);
    struct flags init = {1, 2, 3, 4, 5}, *q = &init;
    q->e |= 0x8000;
    printf("%u %u %u\n", q->b, q->d, init.e);
    printf("value of an assignment: %d %d\n", s.s = 9, f.b = 15);
    return 0;
}
