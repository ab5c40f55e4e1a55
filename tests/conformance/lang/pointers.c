// Pointer arithmetic, pointers to pointers, void pointers, casts of buffers.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct msg {
    int id;
    short kind;
    char text[10];
};

static void swap(void *a, void *b, size_t n)
{
    unsigned char *x = a, *y = b, t;
    while (n--)
        t = *x, *x++ = *y, *y++ = t;
}

static void set(int **pp, int *v)
{
    *pp = v;
}

static const char *find(const char *s, char c)
{
    while (*s && *s != c)
        s++;
    return *s ? s : NULL;
}

int main(void)
{
    int a[] = {10, 20, 30, 40}, v = 5, *p = a, **pp = &p;
    printf("%d %d %d\n", *p, *(p + 2), *(a + 3));
    **pp = 11;
    *pp = &a[2];
    printf("%d %d %ld\n", a[0], *p, (long)(p - a));
    set(&p, &v);
    printf("%d\n", *p);
    double d1 = 1.5, d2 = 2.5;
    swap(&d1, &d2, sizeof d1);
    printf("%g %g\n", d1, d2);

    char buf[64];
    struct msg *m = (struct msg *)buf;
    m->id = 0x01020304;
    m->kind = -2;
    strcpy(m->text, "hi");
    printf("%d %d %d %d, %d %d, %c\n", buf[0], buf[1], buf[2], buf[3], buf[4], buf[5], buf[6]);
    struct msg n;
    memcpy(&n, buf, sizeof n);
    printf("%x %d %s %zu\n", n.id, n.kind, n.text, sizeof n);
    unsigned char bytes[8] = {0x78, 0x56, 0x34, 0x12, 0xff, 0xff, 0xff, 0xff};
    printf("%x %d %d\n", *(int *)bytes, *(int *)(bytes + 4), *(short *)(bytes + 1));
    uint64_t u;
    memcpy(&u, bytes, 8);
    printf("%lx\n", u);

    const char *s = "key=value";
    const char *eq = find(s, '=');
    printf("%.*s -> %s, %d\n", (int)(eq - s), s, eq + 1, find(s, '?') == NULL);
    void *vp = a;
    printf("%d %d\n", *(int *)vp, ((int *)vp)[1]);
    vp = (char *)vp + 8;
    printf("%d\n", *(int *)vp);
    vp += 4;
    printf("%d\n", *(int *)vp);
    int *end = a + 4;
    while (end > a)
        printf("%d ", *--end);
    printf("\n");
    long diff = (char *)&a[3] - (char *)&a[0];
    printf("%ld\n", diff);
    uintptr_t n1 = (uintptr_t)&a[0], n2 = (uintptr_t)(&a[0] + 1);
    printf("%lu %d\n", (unsigned long)(n2 - n1), (int *)n1 == a);
    printf("%d %d %d\n", NULL == 0, (void *)0 == NULL, p != NULL);
    int *null = 0;
    printf("%s\n", null ? "set" : "null");
    char *list[] = {"one", "two", "three", 0}, **l = list;
    while (*l)
        printf("%s%s", *l, l[1] ? "," : "\n"), l++;
    int x = 1;
    printf("%s endian\n", *(char *)&x ? "little" : "big");
    int *heap = malloc(3 * sizeof *heap), *last = heap + 2;
    *last = 9, last[-1] = 8, *heap = 7;
    printf("%d%d%d\n", heap[0], heap[1], heap[2]);
    free(heap);
    int ***ppp = &pp;
    ***ppp = 99;
    printf("%d\n", v);
    return 0;
}
