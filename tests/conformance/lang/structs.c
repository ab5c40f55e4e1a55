// Structures: copying, passing and returning by value, nesting, arrays of them, self reference.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct point {
    int x, y;
};

typedef struct {
    struct point from, to;
    char name[8];
} line_t;

struct big {
    long v[20];
};

struct node {
    int value;
    struct node *next;
};

struct mixed {
    char c;
    double d;
    struct {
        short s;
        int i;
    } in;
};

static struct point add(struct point a, struct point b)
{
    a.x += b.x;
    a.y += b.y;
    return a;
}

static line_t make(int n)
{
    line_t l = {{n, n + 1}, {n + 2, n + 3}, "line"};
    l.name[4] = '0' + n;
    return l;
}

static struct big fill(struct big b, long v)
{
    for (int i = 0; i < 20; i++)
        b.v[i] += v * i;
    return b;
}

static struct node *push(struct node *list, int v)
{
    struct node *n = malloc(sizeof *n);
    n->value = v;
    n->next = list;
    return n;
}

static struct node *reverse(struct node *n)
{
    struct node *r = NULL;
    while (n) {
        struct node *next = n->next;
        n->next = r;
        r = n;
        n = next;
    }
    return r;
}

int main(void)
{
    struct point a = {1, 2}, b = {.y = 5}, c;
    c = add(a, b);
    printf("%d %d, a unchanged %d %d\n", c.x, c.y, a.x, a.y);
    printf("%d\n", add(add(a, a), add(b, b)).y);
    line_t l = make(3), m;
    m = l;
    m.from.x = 99;
    strcpy(m.name, "copy");
    printf("%d %d %s, %d %s, %zu\n", l.from.x, l.to.y, l.name, m.from.x, m.name, sizeof l);
    printf("%s %d\n", make(7).name, make(8).to.x);
    struct big x = {{1, 2, 3}};
    struct big y = fill(fill(x, 10), 1);
    printf("%ld %ld %ld, %ld\n", y.v[0], y.v[2], y.v[19], x.v[2]);
    struct point grid[3][2] = {{{1, 1}}, {{2, 2}, {3, 3}}};
    grid[2][1] = grid[1][1];
    grid[2][0] = (struct point){8, 9};
    printf("%d %d %d %zu\n", grid[2][1].x, grid[2][0].y, grid[0][1].x, sizeof grid);
    struct node *list = NULL;
    for (int i = 0; i < 6; i++)
        list = push(list, i * i);
    for (struct node *n = reverse(list); n; n = n->next)
        printf("%d ", n->value);
    printf("\n");
    struct mixed v = {'c', 1.5, {2, 3}}, w = v;
    w.in.i++;
    printf("%c %g %d %d %d %zu\n", w.c, w.d, w.in.s, w.in.i, v.in.i, sizeof v);
    struct point *p = &grid[1][0], *q = p + 1;
    printf("%d %d %ld\n", p->x, q->y, (long)(q - p));
    *p = *q;
    p->y = -1;
    printf("%d %d\n", grid[1][0].x, grid[1][0].y);
    struct point t[2] = {a, add(a, b)};
    struct point u = t[1].x == 1 ? t[1] : t[0];
    printf("%d %d\n", u.x, u.y);
    c = a, a = b, b = c;
    printf("%d %d %d %d\n", a.x, a.y, b.x, b.y);
    struct { int n; struct point *where; } anon = {4, &grid[2][0]};
    printf("%d\n", anon.n + anon.where->x);
    printf("%d\n", memcmp(&t[0], &(struct point){1, 2}, sizeof t[0]));
    return 0;
}
