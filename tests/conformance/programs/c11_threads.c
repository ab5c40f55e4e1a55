// threads.h and atomics.
#include <assert.h>
#include <stdio.h>
#include <stdnoreturn.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <threads.h>
static_assert(sizeof(int) == 4, "int");
noreturn void stop(int c);
alignas(32) static char buf[32];
static atomic_flag f = ATOMIC_FLAG_INIT;
static int w(void *p)
{
    while (atomic_flag_test_and_set(&f))
        thrd_yield();
    ++*(int *)p;
    atomic_flag_clear(&f);
    return 7;
}
int main(void)
{
    thrd_t t[3];
    int n = 0, r;
    for (int i = 0; i < 3; i++)
        thrd_create(&t[i], w, &n);
    for (int i = 0; i < 3; i++)
        thrd_join(t[i], &r);
    printf("%d %d %d\n", n, r, (int)((size_t)buf % 32));
    _Atomic int a = 0;
    atomic_fetch_add(&a, 5);
    int e = 5;
    printf("%d %d\n", atomic_compare_exchange_strong(&a, &e, 9), a);
    mtx_t m;
    mtx_init(&m, mtx_plain);
    mtx_lock(&m);
    printf("%d\n", mtx_trylock(&m) == thrd_busy);
    return 0;
}
