#ifndef _SYS_QUEUE_H
#define _SYS_QUEUE_H
#define SLIST_HEAD(n,t) struct n { struct t *slh_first; }
#define SLIST_HEAD_INITIALIZER(h) { 0 }
#define SLIST_ENTRY(t) struct { struct t *sle_next; }
#define SLIST_INIT(h) ((void)((h)->slh_first = 0))
#define SLIST_EMPTY(h) ((h)->slh_first == 0)
#define SLIST_FIRST(h) ((h)->slh_first)
#define SLIST_NEXT(e,f) ((e)->f.sle_next)
#define SLIST_FOREACH(v,h,f) for ((v) = (h)->slh_first; (v); (v) = (v)->f.sle_next)
#define SLIST_INSERT_HEAD(h,e,f) do { (e)->f.sle_next = (h)->slh_first; (h)->slh_first = (e); } while (0)
#define SLIST_REMOVE_HEAD(h,f) do { (h)->slh_first = (h)->slh_first->f.sle_next; } while (0)
#define LIST_HEAD(n,t) struct n { struct t *lh_first; }
#define LIST_HEAD_INITIALIZER(h) { 0 }
#define LIST_ENTRY(t) struct { struct t *le_next; struct t **le_prev; }
#define LIST_INIT(h) ((void)((h)->lh_first = 0))
#define LIST_EMPTY(h) ((h)->lh_first == 0)
#define LIST_FIRST(h) ((h)->lh_first)
#define LIST_NEXT(e,f) ((e)->f.le_next)
#define LIST_FOREACH(v,h,f) for ((v) = (h)->lh_first; (v); (v) = (v)->f.le_next)
#define LIST_INSERT_HEAD(h,e,f) do { if (((e)->f.le_next = (h)->lh_first)) (h)->lh_first->f.le_prev = &(e)->f.le_next; (h)->lh_first = (e); (e)->f.le_prev = &(h)->lh_first; } while (0)
#define LIST_REMOVE(e,f) do { if ((e)->f.le_next) (e)->f.le_next->f.le_prev = (e)->f.le_prev; *(e)->f.le_prev = (e)->f.le_next; } while (0)
#define TAILQ_HEAD(n,t) struct n { struct t *tqh_first; struct t **tqh_last; }
#define TAILQ_HEAD_INITIALIZER(h) { 0, &(h).tqh_first }
#define TAILQ_ENTRY(t) struct { struct t *tqe_next; struct t **tqe_prev; }
#define TAILQ_INIT(h) do { (h)->tqh_first = 0; (h)->tqh_last = &(h)->tqh_first; } while (0)
#define TAILQ_EMPTY(h) ((h)->tqh_first == 0)
#define TAILQ_FIRST(h) ((h)->tqh_first)
#define TAILQ_NEXT(e,f) ((e)->f.tqe_next)
#define TAILQ_FOREACH(v,h,f) for ((v) = (h)->tqh_first; (v); (v) = (v)->f.tqe_next)
#define TAILQ_INSERT_HEAD(h,e,f) do { if (((e)->f.tqe_next = (h)->tqh_first)) (h)->tqh_first->f.tqe_prev = &(e)->f.tqe_next; else (h)->tqh_last = &(e)->f.tqe_next; (h)->tqh_first = (e); (e)->f.tqe_prev = &(h)->tqh_first; } while (0)
#define TAILQ_INSERT_TAIL(h,e,f) do { (e)->f.tqe_next = 0; (e)->f.tqe_prev = (h)->tqh_last; *(h)->tqh_last = (e); (h)->tqh_last = &(e)->f.tqe_next; } while (0)
#define TAILQ_REMOVE(h,e,f) do { if ((e)->f.tqe_next) (e)->f.tqe_next->f.tqe_prev = (e)->f.tqe_prev; else (h)->tqh_last = (e)->f.tqe_prev; *(e)->f.tqe_prev = (e)->f.tqe_next; } while (0)
#endif
