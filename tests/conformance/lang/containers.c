// Linked lists, a binary tree, a hash table, a ring: memory and pointers.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct list {
    struct list *next, *prev;
    int v;
};

static void insert(struct list *after, int v)
{
    struct list *n = malloc(sizeof *n);
    n->v = v;
    n->next = after->next;
    n->prev = after;
    after->next->prev = n;
    after->next = n;
}

static void unlink_node(struct list *n)
{
    n->prev->next = n->next;
    n->next->prev = n->prev;
    free(n);
}

struct tree {
    struct tree *kid[2];
    char word[12];
    int count;
};

static void put(struct tree **t, const char *w)
{
    while (*t) {
        int c = strcmp(w, (*t)->word);
        if (!c) {
            (*t)->count++;
            return;
        }
        t = &(*t)->kid[c > 0];
    }
    *t = calloc(1, sizeof **t);
    strcpy((*t)->word, w);
    (*t)->count = 1;
}

static int walk(const struct tree *t, int depth)
{
    if (!t)
        return 0;
    int l = walk(t->kid[0], depth + 1);
    printf("%s:%d@%d ", t->word, t->count, depth);
    int r = walk(t->kid[1], depth + 1);
    return 1 + (l > r ? l : r);
}

static void drop(struct tree *t)
{
    if (t) {
        drop(t->kid[0]);
        drop(t->kid[1]);
        free(t);
    }
}

enum { BUCKETS = 8 };
struct entry {
    struct entry *next;
    char *key;
    int value;
} *table[BUCKETS];

static unsigned hash(const char *s)
{
    unsigned h = 5381;
    while (*s)
        h = h * 33 ^ (unsigned char)*s++;
    return h;
}

static int *lookup(const char *key)
{
    struct entry **e = &table[hash(key) % BUCKETS];
    for (; *e; e = &(*e)->next)
        if (!strcmp((*e)->key, key))
            return &(*e)->value;
    *e = malloc(sizeof **e);
    **e = (struct entry){NULL, strdup(key), 0};
    return &(*e)->value;
}

int main(void)
{
    struct list head = {&head, &head, 0};
    for (int i = 1; i <= 6; i++)
        insert(i % 2 ? &head : head.prev, i);
    for (struct list *n = head.next; n != &head; n = n->next)
        printf("%d ", n->v);
    unlink_node(head.next->next);
    unlink_node(head.prev);
    printf("| ");
    for (struct list *n = head.prev; n != &head; n = n->prev)
        printf("%d ", n->v);
    printf("\n");
    while (head.next != &head)
        unlink_node(head.next);

    struct tree *root = NULL;
    char text[] = "the cat and the dog and the bird saw a cat";
    for (char *w = strtok(text, " "); w; w = strtok(NULL, " "))
        put(&root, w);
    printf("height %d\n", walk(root, 0));
    drop(root);
    for (int i = 0; i < 100; i++) {
        char key[10];
        sprintf(key, "key%d", i * i % 23);
        ++*lookup(key);
    }
    printf("%d %d %d\n", *lookup("key0"), *lookup("key1"), *lookup("none"));
    int used = 0, entries = 0;
    for (int i = 0; i < BUCKETS; i++) {
        used += table[i] != NULL;
        for (struct entry *e = table[i]; e; e = e->next)
            entries++;
    }
    printf("%d buckets, %d entries\n", used, entries);
    int ring[4], in = 0, out = 0;
    for (int i = 0; i < 10; i++) {
        ring[in++ % 4] = i;
        if (in - out == 4)
            while (out < in)
                printf("%d ", ring[out++ % 4]);
    }
    printf("left %d\n", in - out);
    return 0;
}
