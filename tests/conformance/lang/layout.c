// Sizes, offsets and alignment of structures, packed and aligned ones too.
#include <stddef.h>
#include <stdio.h>

struct a {
    char c;
    int i;
    char d;
};
struct b {
    char c, d;
    short s;
    int i;
};
struct c {
    char c;
    double d;
    char e;
};
struct d {
    char c[3];
    short s;
    char e[5];
};
struct e {
    char c;
    struct c in;
    short s;
};
struct f {
    int n;
    char tail[];
};
struct g {
    char c;
    long l;
    int i;
} __attribute__((packed));
struct h {
    char c;
    int i __attribute__((aligned(16)));
};
struct i {
    float f;
    char *p;
    char c;
    void (*fn)(void);
    _Bool b;
};
union j {
    char c[5];
    int i;
    double d;
};
struct k {
    char c;
    union j u;
};
struct empty {
};

#define S(t) printf(#t ": size %zu, alignment %zu\n", sizeof(t), _Alignof(t))
#define O(t, m) printf("  " #m " at %zu, size %zu\n", offsetof(t, m), sizeof(((t *)0)->m))

int main(void)
{
    S(struct a);
    O(struct a, i);
    O(struct a, d);
    S(struct b);
    O(struct b, s);
    O(struct b, i);
    S(struct c);
    O(struct c, d);
    O(struct c, e);
    S(struct d);
    O(struct d, s);
    O(struct d, e);
    S(struct e);
    O(struct e, in);
    O(struct e, s);
    O(struct e, in.e);
    S(struct f);
    printf("  tail at %zu\n", offsetof(struct f, tail));
    S(struct g);
    O(struct g, l);
    O(struct g, i);
    S(struct h);
    O(struct h, i);
    S(struct i);
    O(struct i, p);
    O(struct i, fn);
    O(struct i, b);
    S(union j);
    S(struct k);
    O(struct k, u);
    O(struct k, u.d);
    S(struct empty);
    S(int[3]);
    S(char *);
    S(long double);
    struct g g = {1, 0x0807060504030201, 5};
    unsigned char *p = (unsigned char *)&g;
    for (unsigned i = 0; i < sizeof g; i++)
        printf("%d ", p[i]);
    printf("\n%ld %d\n", g.l, g.i);
    struct h arr[2];
    printf("%ld %d\n", (long)((char *)&arr[1] - (char *)&arr[0]), (int)((unsigned long)&arr[0].i % 16));
    printf("%zu\n", offsetof(struct d, e[2]));
    return 0;
}
