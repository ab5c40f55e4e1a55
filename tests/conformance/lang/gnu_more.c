// GNU's extensions as kernels use them: container_of, statement expressions, ranges, labels as values, weak names, packed enums.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stddef.h>
#define container_of(ptr, type, member) ({ const typeof(((type *)0)->member) *__mptr = (ptr); (type *)((char *)__mptr - offsetof(type, member)); })
#define min(x, y) ({ typeof(x) _x = (x); typeof(y) _y = (y); (void)(&_x == &_y); _x < _y ? _x : _y; })
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]) + sizeof(char[1 - 2 * !!__builtin_types_compatible_p(typeof(a), typeof(&(a)[0]))]) - 1)
#define list_for_each_entry(pos, head, member) for (pos = container_of((head)->next, typeof(*pos), member); &pos->member != (head); pos = container_of(pos->member.next, typeof(*pos), member))
#define likely(x) __builtin_expect(!!(x), 1)
struct list_head {
    struct list_head *next, *prev;
};
struct item {
    int v;
    struct list_head link;
    char name[];
};
static inline void list_add_tail(struct list_head *n, struct list_head *h)
{
    n->prev = h->prev;
    n->next = h;
    h->prev->next = n;
    h->prev = n;
}

static int classify(int c)
{
    switch (c) {
    case '0' ... '9':
        return 1;
    case 'a' ... 'z':
    case 'A' ... 'Z':
        return 2;
    default:
        return 0;
    }
}

static void __attribute__((constructor)) before(void)
{
    puts("ctor");
}

static void __attribute__((destructor(101))) after(void)
{
    puts("dtor");
}

static int dispatch(int op, int a)
{
    static void *tab[] = { &&add, &&neg, &&end };
    goto *tab[op];
  add:return a + 1;
  neg:return -a;
  end:return 0;
}

int weakfn(void) __attribute__((weak));
int weakfn(void)
{
    return 7;
}

extern int missing(void) __attribute__((weak));
static int real(int x)
{
    return x * 3;
}

int alias(int) __attribute__((alias("real")));
union u {
    struct {
        unsigned lo:4, hi:4;
        unsigned:0;
        unsigned next:3;
    };
    unsigned char b;
};
struct empty {
};
typedef int v __attribute__((mode(DI)));
enum color { RED, GREEN = 5, BLUE } __attribute__((packed));
int main(void)
{
    struct list_head head = { &head, &head };
    for (int i = 0; i < 3; i++) {
        struct item *it = malloc(sizeof *it + 8);
        it->v = i;
        sprintf(it->name, "n%d", i);
        list_add_tail(&it->link, &head);
    }
    struct item *p;
    list_for_each_entry(p, &head, link) printf("%d %s\n", p->v, p->name);
    printf("%d %d\n", min(3, 4), min(2.5, 1.5) > 1);
    int arr[7];
    printf("%zu\n", ARRAY_SIZE(arr));
    printf("%d%d%d\n", classify('5'), classify('q'), classify('-'));
    printf("%d %d %d\n", dispatch(0, 4), dispatch(1, 4), dispatch(2, 4));
    printf("%d %d %d\n", weakfn(), missing == NULL, alias(4));
    union u u = {.lo = 3,.hi = 9 };
    printf("%x %zu\n", u.b, sizeof u);
    printf("%d\n", ( {
                    int s = 0;
                    for (int i = 0; i < 5; i++) s += i; s;}));
    int x = 5 ? : 3;
    printf("%d\n", x);
    printf("%zu %zu\n", sizeof(struct empty), sizeof(v));
    printf("%zu\n", sizeof(enum color));
    int sparse[] = {[0 ... 3] = 7,[6] = 1,[4] = 2 };
    for (unsigned i = 0; i < ARRAY_SIZE(sparse); i++)
        printf("%d ", sparse[i]);
    puts("");
    printf("%s %s\n", __func__, __PRETTY_FUNCTION__);
    struct {
        int a;
        union {
            int b;
            float c;
        };
        struct {
            char d, e;
        };
    } anon = { 1, {.b = 2 }, { 'x', 'y' } };
    printf("%d %d %c%c\n", anon.a, anon.b, anon.d, anon.e);
    char *s = strdupa("on stack");
    printf("%s %zu\n", s, strlen(s));
    printf("%d\n", __builtin_constant_p(3 + 4));
    goto out;
    puts("never");
  out:printf("%d %d\n", __builtin_popcount(0xff), __builtin_ctz(8));
    int n = 4;
    int vla[n][n];
    memset(vla, 0, sizeof vla);
    vla[2][3] = 9;
    printf("%zu %d\n", sizeof vla, vla[2][3]);
    typeof(int (*)[4]) pa = & (int[4]) { 1, 2, 3, 4 };
    printf("%d\n", (*pa)[2]);
    __extension__ long long ll = 0b1011;
    printf("%lld\n", ll);
    __auto_type z = 1.5;
    printf("%g\n", z);
    return 0;
}
