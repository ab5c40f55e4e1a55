// The inline assembly of spin locks: barriers, xchg, cmpxchg, xadd; rdtsc and a raw system call.
#include <stdio.h>
#include <pthread.h>
#include <stdint.h>
static inline unsigned int xchg(volatile unsigned int *addr, unsigned int newval)
{
    unsigned int result;
    asm volatile ("lock; xchgl %0, %1":"+m" (*addr), "=a"(result):"1"(newval):"cc");
    return result;
}

static inline int cas(volatile int *p, int old, int new)
{
    int prev;
    __asm__ __volatile__("lock; cmpxchgl %1,%2":"=a"(prev):"r"(new), "m"(*p), "0"(old):"memory");
    return prev == old;
}

static inline int xadd(volatile int *p, int v)
{
    asm volatile ("lock xaddl %0, %1":"+r" (v), "+m"(*p)::"memory");
    return v;
}

static inline uint64_t rdtsc(void)
{
    uint32_t lo, hi;
    asm volatile ("rdtsc":"=a" (lo), "=d"(hi));
    return (uint64_t) hi << 32 | lo;
}

#define barrier() asm volatile("" ::: "memory")
struct spinlock {
    volatile unsigned int locked;
} lk;
static int n, m;
static volatile int ticket;
static void *work(void *a)
{
    for (int i = 0; i < 1000; i++) {
        while (xchg(&lk.locked, 1))
            asm("nop");
        n++;
        __asm__ __volatile__("mfence":::"memory");
        xchg(&lk.locked, 0);
        xadd(&ticket, 2);
    }
    return a;
}

int main(void)
{
    pthread_t t[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], 0, work, 0);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], 0);
    printf("%d %d\n", n, ticket);
    int v = 5;
    printf("%d %d\n", cas((volatile int *) &v, 5, 9), v);
    printf("%d %d\n", cas((volatile int *) &v, 5, 10), v);
    uint64_t a = rdtsc(), b = rdtsc();
    printf("%d\n", b >= a);
    long ret;
    const char msg[] = "raw syscall\n";
    fflush(stdout);
    asm volatile ("syscall":"=a" (ret):"a"(1), "D"(1), "S"(msg), "d"(sizeof msg - 1):"rcx", "r11", "memory");
    printf("%ld\n", ret);
    int x = 3, y;
  asm("": "=r"(y):"0"(x));
    printf("%d\n", y);
    return 0;
}
