// Named and unnamed semaphores between processes.
#include <fcntl.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <errno.h>
#include <string.h>
#include <time.h>
int main(void)
{
    char n[32];
    snprintf(n, 32, "/sem%d", getpid());
    sem_t *s = sem_open(n, O_CREAT | O_EXCL, 0644, 1);
    if (s == SEM_FAILED) {
        perror("sem_open");
        return 1;
    }
    int *c = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANON, -1, 0);
    for (int i = 0; i < 3; i++)
        if (!fork()) {
            for (int k = 0; k < 100; k++) {
                sem_wait(s);
                int v = *c;
                if (k % 25 == 0)
                    usleep(10);
                *c = v + 1;
                sem_post(s);
            }
            _exit(0);
        }
    while (wait(0) > 0)
        ;
    int v;
    sem_getvalue(s, &v);
    printf("%d %d\n", *c, v);
    sem_wait(s);
    printf("%d", sem_trywait(s));
    printf(" %s\n", strerror(errno));
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_sec--;
    printf("%d", sem_timedwait(s, &t));
    printf(" %s\n", strerror(errno));
    sem_close(s);
    sem_unlink(n);
    printf("%d %s\n", sem_open(n, 0) == SEM_FAILED, strerror(errno));
    sem_t *u = (sem_t *)(c + 16);
    sem_init(u, 1, 0);
    if (!fork()) {
        puts("child first");
        fflush(stdout);
        sem_post(u);
        _exit(0);
    }
    sem_wait(u);
    puts("parent second");
    wait(0);
    return sem_destroy(u);
}
