// An allocator over sbrk that splits and joins blocks.
#define _DEFAULT_SOURCE
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <assert.h>
typedef struct block {
    size_t size;
    int free;
    struct block *next, *prev;
    char data[];
} block;
static block *head;
#define ALIGN(x) (((x) + 15) & ~(size_t)15)
static block *grow(size_t n)
{
    block *b = sbrk(0);
    if (sbrk(sizeof(block) + n) == (void *)-1)
        return NULL;
    b->size = n;
    b->free = 0;
    b->next = NULL;
    if (!head) {
        b->prev = NULL;
        head = b;
    } else {
        block *t = head;
        while (t->next)
            t = t->next;
        t->next = b;
        b->prev = t;
    }
    return b;
}
void *my_malloc(size_t n)
{
    n = ALIGN(n);
    for (block *b = head; b; b = b->next)
        if (b->free && b->size >= n) {
            if (b->size >= n + sizeof(block) + 16) {
                block *r = (block *)(b->data + n);
                r->size = b->size - n - sizeof(block);
                r->free = 1;
                r->next = b->next;
                r->prev = b;
                if (b->next)
                    b->next->prev = r;
                b->next = r;
                b->size = n;
            }
            b->free = 0;
            return b->data;
        }
    block *b = grow(n);
    return b ? b->data : NULL;
}
void my_free(void *p)
{
    if (!p)
        return;
    block *b = (block *)((char *)p - offsetof(block, data));
    assert(!b->free);
    b->free = 1;
    if (b->next && b->next->free) {
        b->size += sizeof(block) + b->next->size;
        b->next = b->next->next;
        if (b->next)
            b->next->prev = b;
    }
    if (b->prev && b->prev->free) {
        b->prev->size += sizeof(block) + b->size;
        b->prev->next = b->next;
        if (b->next)
            b->next->prev = b->prev;
    }
}
static void dump(const char *w)
{
    printf("%-10s", w);
    for (block *b = head; b; b = b->next)
        printf(" [%zu%s]", b->size, b->free ? " free" : "");
    puts("");
}
int main(void)
{
    static char ob[BUFSIZ];
    setbuf(stdout, ob);
    void *start = sbrk(0);
    char *a = my_malloc(100), *b = my_malloc(200), *c = my_malloc(50);
    dump("three");
    my_free(b);
    dump("free b");
    char *d = my_malloc(60);
    dump("reuse");
    printf("%d\n", d == b);
    memset(d, 'x', 60);
    my_free(a);
    my_free(d);
    dump("coalesce");
    my_free(c);
    dump("all");
    printf("grew %d aligned %d\n", (char *)sbrk(0) > (char *)start, (uintptr_t)a % 8 == 0);
    return 0;
}
