/* A race: two processes add to one counter in shared memory, without and then with a semaphore around it.
 * Watch: counter = counter + 1 is a load, an addition and a store; what the other stores in between is lost. Both look at
 * the counter before either stores here, so the loss is certain; the semaphore makes the three steps one. */
#include <semaphore.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
    volatile int counter;
    volatile int loaded; /* how many have loaded the counter */
    sem_t lock;
};

static void add_unprotected(struct shared *s)
{
    int seen = s->counter;
    __sync_fetch_and_add(&s->loaded, 1);
    while (s->loaded < 2) /* a switch at the worst moment, made sure of */
        usleep(1000);
    s->counter = seen + 1;
}

static void add_protected(struct shared *s)
{
    for (int i = 0; i < 1000; i++) {
        sem_wait(&s->lock);
        s->counter = s->counter + 1;
        sem_post(&s->lock);
    }
}

static void in_two_processes(struct shared *s, void (*work)(struct shared *))
{
    s->counter = 0;
    for (int i = 0; i < 2; i++) {
        if (fork() == 0) {
            work(s);
            _exit(0);
        }
    }
    while (wait(NULL) > 0)
        ;
}

int main(void)
{
    struct shared *s = mmap(NULL, sizeof *s, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    sem_init(&s->lock, 1, 1);
    in_two_processes(s, add_unprotected);
    printf("two additions of one, unprotected: %d\n", s->counter);
    in_two_processes(s, add_protected);
    printf("two thousand additions, protected: %d\n", s->counter);
    return 0;
}
