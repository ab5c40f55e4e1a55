// Unions seen as other types, tagged unions, flexible arrays behind a union.
#include <stdio.h>
#include <string.h>
#include <stdint.h>
union semun { int val; struct semid_ds *buf; unsigned short *array; };
union number {
    int32_t i;
    float f;
    uint8_t b[4];
    struct { uint16_t lo, hi; } h;
};
struct msg { long mtype; char mtext[32]; };
struct shape {
    enum { CIRCLE, RECT, TRI } kind;
    union {
        struct { double r; } c;
        struct { double w, h; } r;
        struct { double a, b, c; } t;
    } u;
};
static double area(const struct shape *s) {
    switch (s->kind) {
        case CIRCLE: return 3 * s->u.c.r * s->u.c.r;
        case RECT: return s->u.r.w * s->u.r.h;
        default: return s->u.t.a * s->u.t.b / 2;
    }
}

typedef struct node {
    union { struct node *next; intptr_t tag; };
    char data[];
} node_t;
int main(void) {
    union semun arg;
    arg.val = 1;
    unsigned short a[3] = {1, 2, 3};
    arg.array = a;
    printf("%d %zu\n", arg.array[1], sizeof arg);
    union number n = {.f = 1.0f};
    printf("%x %d %x %x\n", n.i, n.b[3], n.h.lo, n.h.hi);
    n.i = 0x01020304;
    printf("%d %d\n", n.b[0], n.b[3]);
    struct msg m = {1};
    strcpy(m.mtext, "hello");
    struct msg m2 = m;
    m2.mtext[0] = 'J';
    printf("%s %s %ld %d\n", m.mtext, m2.mtext, m2.mtype, memcmp(&m, &m2, sizeof m) != 0);
    struct shape s[] = {{CIRCLE, {.c = {2}}}, {RECT, {.r = {2, 3}}}, {.kind = TRI, .u.t = {3, 4, 5}}};
    for (int i = 0; i < 3; i++) printf("%g ", area(&s[i]));
    puts("");
    char buf[64];
    struct { short a; int b; char c; } *p = (void *)buf;
    memset(buf, 0, sizeof buf);
    p->a = 0x1122;
    p->b = 0x33445566;
    p->c = 'x';
    for (int i = 0; i < 12; i++) printf("%02x", (unsigned char)buf[i]);
    puts("");
    node_t *nd = (node_t *)buf;
    nd->tag = 5;
    printf("%zu %ld\n", sizeof(node_t), (long)nd->tag);
    int arr[5] = {1, 2, 3, 4, 5};
    int (*pa)[5] = &arr;
    printf("%d %zu %zu\n", (*pa)[3], sizeof *pa, sizeof pa);
    float f = 0.1f;
    uint32_t u;
    memcpy(&u, &f, 4);
    printf("%08x\n", u);
    double d = -0.0;
    uint64_t q;
    memcpy(&q, &d, 8);
    printf("%016lx\n", q);
    struct { int x : 3; unsigned y : 5; } bf = {3, 17};
    bf.x++;
    printf("%d %u\n", bf.x, bf.y);
    unsigned char *raw = (unsigned char *)&arr[1];
    printf("%d\n", raw[0]);
    void *vp = arr;
    vp = (char *)vp + 8;
    printf("%d\n", *(int *)vp);
    const char *strs[] = {[2] = "two", [0] = "zero"};
    printf("%s %p %s %zu\n", strs[0], (void *)strs[1], strs[2], sizeof strs / sizeof *strs);
    return 0;
}
