// Linked lists by container_of and by sys/queue.h.
#include <stdio.h>
#include <stdlib.h>
#include <stddef.h>
#include <sys/queue.h>
struct list_head {
    struct list_head *next, *prev;
};
#define LIST_HEAD_INIT(n) {&(n), &(n)}
#define list_entry(p, t, m) ((t *)((char *)(p) - offsetof(t, m)))
#define list_for_each_entry(pos, head, m)                                                                    \
    for (pos = list_entry((head)->next, __typeof__(*pos), m); &pos->m != (head);                             \
         pos = list_entry(pos->m.next, __typeof__(*pos), m))
static inline void __list_add(struct list_head *n, struct list_head *p, struct list_head *x)
{
    x->prev = n;
    n->next = x;
    n->prev = p;
    p->next = n;
}
static inline void list_add_tail(struct list_head *n, struct list_head *h)
{
    __list_add(n, h->prev, h);
}
static inline void list_del(struct list_head *e)
{
    e->next->prev = e->prev;
    e->prev->next = e->next;
}
struct task {
    int pid;
    struct list_head l;
    TAILQ_ENTRY(task) q;
    SLIST_ENTRY(task) s;
};
TAILQ_HEAD(tq, task);
SLIST_HEAD(sl, task);
int main(void)
{
    struct list_head head = LIST_HEAD_INIT(head);
    struct task t[5], *p;
    struct tq q = TAILQ_HEAD_INITIALIZER(q);
    struct sl s = SLIST_HEAD_INITIALIZER(s);
    for (int i = 0; i < 5; i++) {
        t[i].pid = 100 + i;
        list_add_tail(&t[i].l, &head);
        TAILQ_INSERT_HEAD(&q, &t[i], q);
        SLIST_INSERT_HEAD(&s, &t[i], s);
    }
    list_del(&t[2].l);
    list_for_each_entry(p, &head, l) printf("%d ", p->pid);
    TAILQ_REMOVE(&q, &t[0], q);
    TAILQ_FOREACH(p, &q, q) printf("%d ", p->pid);
    SLIST_FOREACH(p, &s, s) printf("%d ", p->pid);
    puts("");
    return 0;
}
