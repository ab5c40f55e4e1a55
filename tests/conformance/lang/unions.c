// Unions: punning, anonymous members, union semun, tagged values.
#include <stdint.h>
#include <stdio.h>
#include <string.h>

union word {
    uint32_t u;
    float f;
    unsigned char b[4];
    struct {
        uint16_t lo, hi;
    } h;
};

union semun {
    int val;
    void *buf;
    unsigned short *array;
};

struct value {
    enum { INT, REAL, TEXT } kind;
    union {
        int i;
        double d;
        const char *s;
    };
};

struct packet {
    int type;
    union {
        struct {
            int x, y;
        } move;
        char text[12];
    } u;
};

static void print(struct value v)
{
    switch (v.kind) {
    case INT:
        printf("int %d\n", v.i);
        break;
    case REAL:
        printf("real %g\n", v.d);
        break;
    case TEXT:
        printf("text %s\n", v.s);
    }
}

static union word flip(union word w)
{
    unsigned char t = w.b[0];
    w.b[0] = w.b[3], w.b[3] = t;
    return w;
}

int main(void)
{
    union word w;
    w.f = 1.0f;
    printf("%08x %d %d %x\n", w.u, w.b[3], w.b[0], w.h.hi);
    w.u = 0x11223344;
    printf("%x %x %x\n", w.h.lo, w.h.hi, w.b[1]);
    w = flip(w);
    printf("%x\n", w.u);
    w.h.lo = 0xffff;
    printf("%x %zu\n", w.u, sizeof w);
    struct value list[] = {{INT, .i = 5}, {REAL, .d = 2.5}, {.kind = TEXT, .s = "hello"}, {INT, {7}}};
    for (int i = 0; i < 4; i++)
        print(list[i]);
    union semun arg;
    unsigned short vals[3] = {1, 2, 3};
    arg.array = vals;
    arg.array[1] = 20;
    printf("%d %zu\n", vals[1], sizeof arg);
    arg.val = 42;
    printf("%d\n", arg.val);
    struct packet p = {1, {{10, 20}}}, q = {.type = 2, .u.text = "text here"};
    printf("%d %d, %s, %zu\n", p.u.move.x, p.u.move.y, q.u.text, sizeof p);
    union {
        double d;
        uint64_t u;
    } bits = {1.5};
    printf("%016lx %d\n", bits.u, (int)(bits.u >> 52) - 1023);
    union word arr[2] = {{1}, {.f = 2.0f}}, copy = arr[1];
    printf("%x %x\n", arr[0].u, copy.u);
    union {
        char c;
        long l;
    } z = {.l = -1};
    z.c = 0;
    printf("%lx\n", z.l);
    return 0;
}
