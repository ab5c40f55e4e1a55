/* queue(7): lists by macros */
#ifndef _SYS_QUEUE_H
#define _SYS_QUEUE_H
#define SLIST_HEAD(n,t) struct n { struct t *slh_first; }
#define SLIST_HEAD_INITIALIZER(h) { 0 }
#define SLIST_ENTRY(t) struct { struct t *sle_next; }
#define SLIST_INIT(h) do { (h)->slh_first = 0; } while (0)
#define SLIST_EMPTY(h) ((h)->slh_first == 0)
#define SLIST_FIRST(h) ((h)->slh_first)
#define SLIST_NEXT(e,f) ((e)->f.sle_next)
#define SLIST_FOREACH(v,h,f) for ((v) = (h)->slh_first; (v); (v) = (v)->f.sle_next)
#define SLIST_INSERT_HEAD(h,e,f) do { (e)->f.sle_next = (h)->slh_first; (h)->slh_first = (e); } while (0)
#define SLIST_INSERT_AFTER(p,e,f) do { (e)->f.sle_next = (p)->f.sle_next; (p)->f.sle_next = (e); } while (0)
#define SLIST_REMOVE_HEAD(h,f) do { (h)->slh_first = (h)->slh_first->f.sle_next; } while (0)
#define SLIST_REMOVE(h,e,t,f) do { struct t **__at = &(h)->slh_first; while (*__at != (e)) __at = &(*__at)->f.sle_next; *__at = (e)->f.sle_next; } while (0)

#define LIST_HEAD(n,t) struct n { struct t *lh_first; }
#define LIST_HEAD_INITIALIZER(h) { 0 }
#define LIST_ENTRY(t) struct { struct t *le_next; struct t **le_prev; }
#define LIST_INIT(h) do { (h)->lh_first = 0; } while (0)
#define LIST_EMPTY(h) ((h)->lh_first == 0)
#define LIST_FIRST(h) ((h)->lh_first)
#define LIST_NEXT(e,f) ((e)->f.le_next)
#define LIST_FOREACH(v,h,f) for ((v) = (h)->lh_first; (v); (v) = (v)->f.le_next)
#define LIST_INSERT_HEAD(h,e,f) do { if (((e)->f.le_next = (h)->lh_first)) (h)->lh_first->f.le_prev = &(e)->f.le_next; (h)->lh_first = (e); (e)->f.le_prev = &(h)->lh_first; } while (0)
#define LIST_INSERT_AFTER(p,e,f) do { if (((e)->f.le_next = (p)->f.le_next)) (p)->f.le_next->f.le_prev = &(e)->f.le_next; (p)->f.le_next = (e); (e)->f.le_prev = &(p)->f.le_next; } while (0)
#define LIST_INSERT_BEFORE(p,e,f) do { (e)->f.le_prev = (p)->f.le_prev; (e)->f.le_next = (p); *(p)->f.le_prev = (e); (p)->f.le_prev = &(e)->f.le_next; } while (0)
#define LIST_REMOVE(e,f) do { if ((e)->f.le_next) (e)->f.le_next->f.le_prev = (e)->f.le_prev; *(e)->f.le_prev = (e)->f.le_next; } while (0)

#define STAILQ_HEAD(n,t) struct n { struct t *stqh_first; struct t **stqh_last; }
#define STAILQ_HEAD_INITIALIZER(h) { 0, &(h).stqh_first }
#define STAILQ_ENTRY(t) struct { struct t *stqe_next; }
#define STAILQ_INIT(h) do { (h)->stqh_first = 0; (h)->stqh_last = &(h)->stqh_first; } while (0)
#define STAILQ_EMPTY(h) ((h)->stqh_first == 0)
#define STAILQ_FIRST(h) ((h)->stqh_first)
#define STAILQ_NEXT(e,f) ((e)->f.stqe_next)
#define STAILQ_FOREACH(v,h,f) for ((v) = (h)->stqh_first; (v); (v) = (v)->f.stqe_next)
#define STAILQ_INSERT_HEAD(h,e,f) do { if (!((e)->f.stqe_next = (h)->stqh_first)) (h)->stqh_last = &(e)->f.stqe_next; (h)->stqh_first = (e); } while (0)
#define STAILQ_INSERT_TAIL(h,e,f) do { (e)->f.stqe_next = 0; *(h)->stqh_last = (e); (h)->stqh_last = &(e)->f.stqe_next; } while (0)
#define STAILQ_INSERT_AFTER(h,p,e,f) do { if (!((e)->f.stqe_next = (p)->f.stqe_next)) (h)->stqh_last = &(e)->f.stqe_next; (p)->f.stqe_next = (e); } while (0)
#define STAILQ_REMOVE_HEAD(h,f) do { if (!((h)->stqh_first = (h)->stqh_first->f.stqe_next)) (h)->stqh_last = &(h)->stqh_first; } while (0)
#define STAILQ_REMOVE(h,e,t,f) do { struct t **__at = &(h)->stqh_first; while (*__at != (e)) __at = &(*__at)->f.stqe_next; if (!(*__at = (e)->f.stqe_next)) (h)->stqh_last = __at; } while (0)
#define STAILQ_CONCAT(a,b) do { if (!STAILQ_EMPTY(b)) { *(a)->stqh_last = (b)->stqh_first; (a)->stqh_last = (b)->stqh_last; STAILQ_INIT(b); } } while (0)

#define SIMPLEQ_HEAD(n,t) struct n { struct t *sqh_first; struct t **sqh_last; }
#define SIMPLEQ_HEAD_INITIALIZER(h) { 0, &(h).sqh_first }
#define SIMPLEQ_ENTRY(t) struct { struct t *sqe_next; }
#define SIMPLEQ_INIT(h) do { (h)->sqh_first = 0; (h)->sqh_last = &(h)->sqh_first; } while (0)
#define SIMPLEQ_EMPTY(h) ((h)->sqh_first == 0)
#define SIMPLEQ_FIRST(h) ((h)->sqh_first)
#define SIMPLEQ_NEXT(e,f) ((e)->f.sqe_next)
#define SIMPLEQ_FOREACH(v,h,f) for ((v) = (h)->sqh_first; (v); (v) = (v)->f.sqe_next)
#define SIMPLEQ_INSERT_HEAD(h,e,f) do { if (!((e)->f.sqe_next = (h)->sqh_first)) (h)->sqh_last = &(e)->f.sqe_next; (h)->sqh_first = (e); } while (0)
#define SIMPLEQ_INSERT_TAIL(h,e,f) do { (e)->f.sqe_next = 0; *(h)->sqh_last = (e); (h)->sqh_last = &(e)->f.sqe_next; } while (0)
#define SIMPLEQ_INSERT_AFTER(h,p,e,f) do { if (!((e)->f.sqe_next = (p)->f.sqe_next)) (h)->sqh_last = &(e)->f.sqe_next; (p)->f.sqe_next = (e); } while (0)
#define SIMPLEQ_REMOVE_HEAD(h,f) do { if (!((h)->sqh_first = (h)->sqh_first->f.sqe_next)) (h)->sqh_last = &(h)->sqh_first; } while (0)
#define SIMPLEQ_REMOVE(h,e,t,f) do { struct t **__at = &(h)->sqh_first; while (*__at != (e)) __at = &(*__at)->f.sqe_next; if (!(*__at = (e)->f.sqe_next)) (h)->sqh_last = __at; } while (0)

#define TAILQ_HEAD(n,t) struct n { struct t *tqh_first; struct t **tqh_last; }
#define TAILQ_HEAD_INITIALIZER(h) { 0, &(h).tqh_first }
#define TAILQ_ENTRY(t) struct { struct t *tqe_next; struct t **tqe_prev; }
#define TAILQ_INIT(h) do { (h)->tqh_first = 0; (h)->tqh_last = &(h)->tqh_first; } while (0)
#define TAILQ_EMPTY(h) ((h)->tqh_first == 0)
#define TAILQ_FIRST(h) ((h)->tqh_first)
#define TAILQ_NEXT(e,f) ((e)->f.tqe_next)
#define TAILQ_LAST(h,n) (*(((struct n *)((h)->tqh_last))->tqh_last))
#define TAILQ_PREV(e,n,f) (*(((struct n *)((e)->f.tqe_prev))->tqh_last))
#define TAILQ_FOREACH(v,h,f) for ((v) = (h)->tqh_first; (v); (v) = (v)->f.tqe_next)
#define TAILQ_FOREACH_REVERSE(v,h,n,f) for ((v) = TAILQ_LAST(h, n); (v); (v) = TAILQ_PREV(v, n, f))
#define TAILQ_INSERT_HEAD(h,e,f) do { if (((e)->f.tqe_next = (h)->tqh_first)) (h)->tqh_first->f.tqe_prev = &(e)->f.tqe_next; else (h)->tqh_last = &(e)->f.tqe_next; (h)->tqh_first = (e); (e)->f.tqe_prev = &(h)->tqh_first; } while (0)
#define TAILQ_INSERT_TAIL(h,e,f) do { (e)->f.tqe_next = 0; (e)->f.tqe_prev = (h)->tqh_last; *(h)->tqh_last = (e); (h)->tqh_last = &(e)->f.tqe_next; } while (0)
#define TAILQ_INSERT_AFTER(h,p,e,f) do { if (((e)->f.tqe_next = (p)->f.tqe_next)) (e)->f.tqe_next->f.tqe_prev = &(e)->f.tqe_next; else (h)->tqh_last = &(e)->f.tqe_next; (p)->f.tqe_next = (e); (e)->f.tqe_prev = &(p)->f.tqe_next; } while (0)
#define TAILQ_INSERT_BEFORE(p,e,f) do { (e)->f.tqe_prev = (p)->f.tqe_prev; (e)->f.tqe_next = (p); *(p)->f.tqe_prev = (e); (p)->f.tqe_prev = &(e)->f.tqe_next; } while (0)
#define TAILQ_REMOVE(h,e,f) do { if ((e)->f.tqe_next) (e)->f.tqe_next->f.tqe_prev = (e)->f.tqe_prev; else (h)->tqh_last = (e)->f.tqe_prev; *(e)->f.tqe_prev = (e)->f.tqe_next; } while (0)
#define TAILQ_CONCAT(a,b,f) do { if (!TAILQ_EMPTY(b)) { *(a)->tqh_last = (b)->tqh_first; (b)->tqh_first->f.tqe_prev = (a)->tqh_last; (a)->tqh_last = (b)->tqh_last; TAILQ_INIT(b); } } while (0)

#define CIRCLEQ_HEAD(n,t) struct n { struct t *cqh_first, *cqh_last; }
#define CIRCLEQ_HEAD_INITIALIZER(h) { (void *)&h, (void *)&h }
#define CIRCLEQ_ENTRY(t) struct { struct t *cqe_next, *cqe_prev; }
#define CIRCLEQ_INIT(h) do { (h)->cqh_first = (void *)(h); (h)->cqh_last = (void *)(h); } while (0)
#define CIRCLEQ_EMPTY(h) ((h)->cqh_first == (void *)(h))
#define CIRCLEQ_FIRST(h) ((h)->cqh_first)
#define CIRCLEQ_LAST(h) ((h)->cqh_last)
#define CIRCLEQ_NEXT(e,f) ((e)->f.cqe_next)
#define CIRCLEQ_PREV(e,f) ((e)->f.cqe_prev)
#define CIRCLEQ_FOREACH(v,h,f) for ((v) = (h)->cqh_first; (v) != (const void *)(h); (v) = (v)->f.cqe_next)
#define CIRCLEQ_FOREACH_REVERSE(v,h,f) for ((v) = (h)->cqh_last; (v) != (const void *)(h); (v) = (v)->f.cqe_prev)
#define CIRCLEQ_INSERT_HEAD(h,e,f) do { (e)->f.cqe_next = (h)->cqh_first; (e)->f.cqe_prev = (void *)(h); if ((h)->cqh_last == (void *)(h)) (h)->cqh_last = (e); else (h)->cqh_first->f.cqe_prev = (e); (h)->cqh_first = (e); } while (0)
#define CIRCLEQ_INSERT_TAIL(h,e,f) do { (e)->f.cqe_next = (void *)(h); (e)->f.cqe_prev = (h)->cqh_last; if ((h)->cqh_first == (void *)(h)) (h)->cqh_first = (e); else (h)->cqh_last->f.cqe_next = (e); (h)->cqh_last = (e); } while (0)
#define CIRCLEQ_REMOVE(h,e,f) do { if ((e)->f.cqe_next == (void *)(h)) (h)->cqh_last = (e)->f.cqe_prev; else (e)->f.cqe_next->f.cqe_prev = (e)->f.cqe_prev; if ((e)->f.cqe_prev == (void *)(h)) (h)->cqh_first = (e)->f.cqe_next; else (e)->f.cqe_prev->f.cqe_next = (e)->f.cqe_next; } while (0)
#endif
