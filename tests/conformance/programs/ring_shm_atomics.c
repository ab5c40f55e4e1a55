// A lock-free ring in shared memory.
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <sched.h>
#include <unistd.h>
#include <fcntl.h>
#define CAP 16
typedef struct {
    _Atomic uint32_t head;
    char pad[60];
    _Atomic uint32_t tail;
    uint64_t slot[CAP];
} spsc;
static int push(spsc *q, uint64_t v)
{
    uint32_t t = atomic_load_explicit(&q->tail, memory_order_relaxed),
             h = atomic_load_explicit(&q->head, memory_order_acquire);
    if (t - h == CAP)
        return 0;
    q->slot[t % CAP] = v;
    atomic_store_explicit(&q->tail, t + 1, memory_order_release);
    return 1;
}
static int pop(spsc *q, uint64_t *v)
{
    uint32_t h = atomic_load_explicit(&q->head, memory_order_relaxed);
    if (h == atomic_load_explicit(&q->tail, memory_order_acquire))
        return 0;
    *v = q->slot[h % CAP];
    atomic_store_explicit(&q->head, h + 1, memory_order_release);
    return 1;
}
int main(void)
{
    char nm[32];
    sprintf(nm, "/ring%d", (int)getpid());
    int fd = shm_open(nm, O_CREAT | O_RDWR | O_EXCL, 0600);
    if (fd < 0) {
        perror("shm_open");
        return 1;
    }
    ftruncate(fd, sizeof(spsc));
    spsc *q = mmap(0, sizeof *q, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (!fork()) {
        for (uint64_t i = 1; i <= 2000; i++)
            while (!push(q, i))
                sched_yield();
        _exit(0);
    }
    uint64_t s = 0, v;
    for (int i = 0; i < 2000; i++) {
        while (!pop(q, &v))
            sched_yield();
        s += v;
    }
    wait(0);
    printf("%llu\n", (unsigned long long)s);
    shm_unlink(nm);
    return 0;
}
