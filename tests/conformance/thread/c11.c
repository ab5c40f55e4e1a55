// C11's threads.h.
#include <stdio.h>
#include <threads.h>
#include <time.h>

static mtx_t lock;
static cnd_t cond;
static once_flag once = ONCE_FLAG_INIT;
static tss_t key;
static int turn, inits, destroyed;
static thread_local int own;

static void init(void)
{
    inits++;
}

static void destroy(void *p)
{
    destroyed += *(int *)p;
}

static int player(void *arg)
{
    int me = *(int *)arg, i;
    call_once(&once, init);
    tss_set(key, arg);
    for (i = 0; i < 3; i++) {
        mtx_lock(&lock);
        while (turn % 2 != me)
            cnd_wait(&cond, &lock);
        printf("%s\n", me ? "pong" : "ping");
        own++;
        turn++;
        cnd_broadcast(&cond);
        mtx_unlock(&lock);
    }
    if (me)
        thrd_exit(own * 10 + (tss_get(key) == arg));
    return own;
}

int main(void)
{
    thrd_t t[2];
    int ids[] = { 0, 1 }, results[2], i;
    struct timespec soon;
    printf("init %d %d %d\n", mtx_init(&lock, mtx_plain), cnd_init(&cond), tss_create(&key, destroy));
    for (i = 0; i < 2; i++)
        if (thrd_create(&t[i], player, &ids[i]) != thrd_success)
            printf("no thread\n");
    for (i = 0; i < 2; i++)
        thrd_join(t[i], &results[i]);
    printf("results %d %d\n", results[0], results[1]);
    printf("inits %d destroyed %d own %d\n", inits, destroyed, own);
    mtx_lock(&lock);
    printf("busy %d\n", mtx_trylock(&lock) == thrd_busy);
    timespec_get(&soon, TIME_UTC);
    soon.tv_nsec += soon.tv_nsec < 990000000 ? 5000000 : 0;
    printf("timed out %d\n", cnd_timedwait(&cond, &lock, &soon) == thrd_timedout);
    mtx_unlock(&lock);
    mtx_t again;
    mtx_init(&again, mtx_plain | mtx_recursive);
    printf("recursive %d %d\n", mtx_lock(&again), mtx_lock(&again));
    printf("sleep %d\n", thrd_sleep(&(struct timespec){ 0, 1000000 }, NULL));
    printf("equal %d\n", thrd_equal(thrd_current(), thrd_current()) != 0);
    return 0;
}
