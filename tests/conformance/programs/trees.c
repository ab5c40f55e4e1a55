// A B-tree, a search tree with deletion, merge sort of a list.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#define T 3
typedef struct bt { int n, leaf, k[2 * T - 1]; struct bt *c[2 * T]; } bt;
static bt *new(int leaf) {
    bt *b = calloc(1, sizeof *b);
    b->leaf = leaf;
    return b;
}

static void split(bt *p, int i) {
    bt *y = p->c[i], *z = new(y->leaf);
    z->n = T - 1;
    memcpy(z->k, y->k + T, (T - 1) * sizeof(int));
    if (!y->leaf) memcpy(z->c, y->c + T, T * sizeof(bt *));
    y->n = T - 1;
    memmove(p->c + i + 2, p->c + i + 1, (p->n - i) * sizeof(bt *));
    p->c[i + 1] = z;
    memmove(p->k + i + 1, p->k + i, (p->n - i) * sizeof(int));
    p->k[i] = y->k[T - 1];
    p->n++;
}

static void ins(bt **root, int k) {
    bt *r = *root;
    if (r->n == 2 * T - 1) {
        bt *s = new(0);
        s->c[0] = r;
        *root = s;
        split(s, 0);
        r = s;
    } while (!r->leaf) {
        int i = r->n;
        while (i && k < r->k[i - 1]) i--;
        if (r->c[i]->n == 2 * T - 1) {
            split(r, i);
            if (k > r->k[i]) i++;
        }
        r = r->c[i];
    }
    int i = r->n++;
    for (; i && r->k[i - 1] > k; i--) r->k[i] = r->k[i - 1];
    r->k[i] = k;
}

static void walk(const bt *b, int d, void (*f)(int, int)) {
    for (int i = 0; i <= b->n; i++) {
        if (!b->leaf) walk(b->c[i], d + 1, f);
        if (i < b->n) f(b->k[i], d);
    }
}

static void show(int k, int d) {
    printf("%*s%d\n", d * 2, "", k);
}

static int height(bt *b) {
    return b->leaf ? 1 : 1 + height(b->c[0]);
}

static int has(bt *b, int k) {
    int i = 0;
    while (i < b->n && k > b->k[i]) i++;
    if (i < b->n && b->k[i] == k) return 1;
    return b->leaf ? 0 : has(b->c[i], k);
}

struct tree { int v; struct tree *l, *r; };
static void tins(struct tree **t, int v) {
    while (*t) t = v < (*t)->v ? &(*t)->l : &(*t)->r;
    *t = calloc(1, sizeof **t);
    (*t)->v = v;
}

static int tdel(struct tree **t, int v) {
    while (*t && (*t)->v != v) t = v < (*t)->v ? &(*t)->l : &(*t)->r;
    struct tree *n = *t;
    if (!n) return 0;
    if (n->l && n->r) {
        struct tree **m = &n->r;
        while ((*m)->l) m = &(*m)->l;
        n->v = (*m)->v;
        t = m;
        n = *m;
    }
    *t = n->l ? n->l : n->r;
    free(n);
    return 1;
}

static int tsum(struct tree *t) {
    return t ? t->v + tsum(t->l) + tsum(t->r) : 0;
}

static void inorder(struct tree *t) {
    if (!t) return;
    inorder(t->l);
    printf("%d ", t->v);
    inorder(t->r);
}

struct lnode { int v; struct lnode *next; };
static struct lnode *reverse(struct lnode *h) {
    struct lnode *r = NULL;
    while (h) {
        struct lnode *n = h->next;
        h->next = r;
        r = h;
        h = n;
    }
    return r;
}

static struct lnode *merge(struct lnode *a, struct lnode *b) {
    struct lnode h, *t = &h;
    while (a && b) {
        struct lnode **m = a->v <= b->v ? &a : &b;
        t = t->next = *m;
        *m = (*m)->next;
    }
    t->next = a ? a : b;
    return h.next;
}

static struct lnode *msort(struct lnode *h) {
    if (!h || !h->next) return h;
    struct lnode *s = h, *f = h->next;
    while (f && f->next) s = s->next, f = f->next->next;
    f = s->next;
    s->next = NULL;
    return merge(msort(h), msort(f));
}

int main(void) {
    bt *r = new(1);
    unsigned x = 7;
    for (int i = 0; i < 40; i++) {
        x = x * 1664525u + 1013904223u;
        ins(&r, x >> 24);
    }
    walk(r, 0, show);
    printf("h %d %d %d\n", height(r), has(r, x >> 24), has(r, 1000));
    struct tree *t = NULL;
    int v[] = {50, 30, 70, 20, 40, 60, 80, 35, 45};
    for (int i = 0; i < 9; i++) tins(&t, v[i]);
    inorder(t);
    printf("= %d\n", tsum(t));
    printf("%d %d %d\n", tdel(&t, 30), tdel(&t, 50), tdel(&t, 99));
    inorder(t);
    puts("");
    struct lnode *h = NULL, **tail = &h;
    for (int i = 0; i < 10; i++) {
        *tail = malloc(sizeof **tail);
        (*tail)->v = i * 7 % 10;
        tail = &(*tail)->next;
    }
    *tail = NULL;
    h = reverse(msort(h));
    for (struct lnode *n = h; n; n = n->next) printf("%d%s", n->v, n->next ? "," : "\n");
    return 0;
}
