// A hash table with tombstones, an LRU cache, and an assertion that fails.
// conformance: exit=134
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdint.h>
#include <assert.h>
/* Open addressing with tombstones, growing, a generic iterator; and a chained one with function pointers. */
typedef struct { char *key; int val; uint8_t state; } slot;
typedef struct { slot *s; size_t cap, used, dead; } map;
static uint64_t fnv(const char *s) {
    uint64_t h = 0xcbf29ce484222325ULL;
    while (*s) h = (h ^ (uint8_t)*s++) * 0x100000001b3ULL;
    return h;
}

static slot *find(map *m, const char *k) {
    size_t i = fnv(k) & (m->cap - 1);
    slot *grave = NULL;
    for (;; i = (i + 1) & (m->cap - 1)) {
        slot *s = &m->s[i];
        if (s->state == 0) return grave ? grave : s;
        if (s->state == 2) {
            if (!grave) grave = s;
        } else if (!strcmp(s->key, k)) return s;
    }
}

static void put(map *m, const char *k, int v);
static void grow(map *m) {
    map old = *m;
    m->cap = old.cap ? old.cap * 2 : 8;
    m->used = m->dead = 0;
    m->s = calloc(m->cap, sizeof *m->s);
    for (size_t i = 0; i < old.cap; i++) if (old.s[i].state == 1) {
        put(m, old.s[i].key, old.s[i].val);
        free(old.s[i].key);
    }
    free(old.s);
}

static void put(map *m, const char *k, int v) {
    if ((m->used + m->dead + 1) * 4 > m->cap * 3) grow(m);
    slot *s = find(m, k);
    if (s->state != 1) {
        if (s->state == 2) m->dead--;
        s->key = strdup(k);
        s->state = 1;
        m->used++;
    }
    s->val = v;
}

static int *get(map *m, const char *k) {
    if (!m->cap) return NULL;
    slot *s = find(m, k);
    return s->state == 1 ? &s->val : NULL;
}

static int del(map *m, const char *k) {
    if (!m->cap) return 0;
    slot *s = find(m, k);
    if (s->state != 1) return 0;
    free(s->key);
    s->state = 2;
    m->used--;
    m->dead++;
    return 1;
}

struct lru_node { int key, val; struct lru_node *prev, *next, *chain; };
struct lru { int cap, n, hits, misses; struct lru_node head, *tab[16]; };
static void unlink_(struct lru_node *n) {
    n->prev->next = n->next;
    n->next->prev = n->prev;
}

static void front(struct lru *l, struct lru_node *n) {
    n->next = l->head.next;
    n->prev = &l->head;
    l->head.next->prev = n;
    l->head.next = n;
}

static int lget(struct lru *l, int key) {
    for (struct lru_node *n = l->tab[key & 15]; n; n = n->chain) if (n->key == key) {
        unlink_(n);
        front(l, n);
        l->hits++;
        return n->val;
    }
    l->misses++;
    return -1;
}

static void lput(struct lru *l, int key, int val) {
    for (struct lru_node *n = l->tab[key & 15]; n; n = n->chain) if (n->key == key) {
        n->val = val;
        unlink_(n);
        front(l, n);
        return;
    }
    struct lru_node *n;
    if (l->n == l->cap) {
        n = l->head.prev;
        unlink_(n);
        struct lru_node **p = &l->tab[n->key & 15];
        while (*p != n) p = &(*p)->chain;
        *p = n->chain;
        printf("evict %d\n", n->key);
    } else {
        n = malloc(sizeof *n);
        l->n++;
    }
    *n = (struct lru_node){.key = key, .val = val, .chain = l->tab[key & 15]};
    l->tab[key & 15] = n;
    front(l, n);
}

int main(void) {
    map m = {0};
    char k[20];
    for (int i = 0; i < 500; i++) {
        sprintf(k, "key%d", i * 7 % 501);
        put(&m, k, i);
    }
    printf("%zu %zu\n", m.used, m.cap);
    for (int i = 0; i < 500; i += 3) {
        sprintf(k, "key%d", i);
        del(&m, k);
    }
    printf("%zu %zu\n", m.used, m.dead);
    long sum = 0;
    for (size_t i = 0; i < m.cap; i++) if (m.s[i].state == 1) sum += m.s[i].val;
    printf("%ld\n", sum);
    int *p = get(&m, "key7");
    printf("%d %p\n", p ? *p : -1, (void *)get(&m, "nope"));
    if (p) *p += 1000;
    printf("%d\n", *get(&m, "key7"));
    assert(get(&m, "key0") == NULL);
    struct lru l = {.cap = 3};
    l.head.next = l.head.prev = &l.head;
    lput(&l, 1, 10);
    lput(&l, 17, 20);
    lput(&l, 33, 30);
    printf("%d\n", lget(&l, 1));
    lput(&l, 4, 40);
    printf("%d %d %d\n", lget(&l, 17), lget(&l, 33), lget(&l, 4));
    lput(&l, 1, 11);
    lput(&l, 5, 50);
    for (struct lru_node *n = l.head.next; n != &l.head; n = n->next) printf("%d=%d ", n->key, n->val);
    printf("| %d %d\n", l.hits, l.misses);
    assert(sum < 0 && "this fails on purpose");
    return 0;
}
