// POSIX semaphores: PSEM-01 to PSEM-14, INTR-18.
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A result as text: the number, or -1 and why. */
static const char *res(long r)
{
    static char text[8][64];
    static int next;
    char *t = text[next++ % 8];
    if (r == -1)
        snprintf(t, 64, "-1 %s", strerror(errno));
    else
        snprintf(t, 64, "%ld", r);
    return t;
}

static volatile int ran;

static void handler(int sig)
{
    ran++;
}

static const char *opened(sem_t *s)
{
    return s == SEM_FAILED ? res(-1) : "opened";
}

int main(void)
{
    char name[40];
    int v = -1;
    sprintf(name, "/forklore-%d", (int)getpid());
    printf("PSEM-04 missing: %s\n", opened(sem_open(name, 0)));
    sem_t *s = sem_open(name, O_CREAT, 0600, 2);
    printf("PSEM-01 sem_open: %s\n", opened(s));
    printf("PSEM-02 again, the same address: %d\n", sem_open(name, 0) == s);
    printf("PSEM-03 O_EXCL: %s\n", opened(sem_open(name, O_CREAT | O_EXCL, 0600, 1)));
    sem_getvalue(s, &v);
    printf("PSEM-05 value %d, sem_wait %s", v, res(sem_wait(s)));
    printf(" %s", res(sem_wait(s)));
    sem_getvalue(s, &v);
    printf(", then %d\n", v);
    printf("PSEM-06 sem_trywait at 0: %s\n", res(sem_trywait(s)));
    struct timespec t = {1, 0}, bad = {1, -1};
    printf("PSEM-07 sem_timedwait, time long past: %s", res(sem_timedwait(s, &t)));
    printf(", bad time: %s\n", res(sem_timedwait(s, &bad)));
    sem_post(s);
    printf("PSEM-07 time long past, but the value is 1: %s\n", res(sem_timedwait(s, &t)));
    fflush(stdout);
    if (fork() == 0) {
        usleep(60000);
        sem_post(s);
        _exit(0);
    }
    printf("PSEM-08 waits for the child's post: %s\n", res(sem_wait(s)));
    wait(NULL);
    printf("PSEM-10 sem_unlink: %s", res(sem_unlink(name)));
    printf(", again: %s\n", res(sem_unlink(name)));
    sem_post(s);
    printf("PSEM-09 unlinked it still works: %s", res(sem_wait(s)));
    printf(", sem_open %s\n", opened(sem_open(name, 0)));

    sem_t *m = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    printf("PSEM-11 sem_init, shared: %s\n", res(sem_init(m, 1, 0)));
    fflush(stdout);
    if (fork() == 0) {
        usleep(60000);
        sem_post(m);
        sem_post(m);
        _exit(0);
    }
    sem_wait(m);
    sem_wait(m);
    wait(NULL);
    sem_getvalue(m, &v);
    printf("PSEM-11 two waits, two posts by a child: value %d\n", v);
    sem_t one;
    printf("PSEM-12 sem_init above SEM_VALUE_MAX: %s\n", res(sem_init(&one, 0, (unsigned)SEM_VALUE_MAX + 1)));
    sprintf(name, "/forklore-max-%d", (int)getpid());
    printf("PSEM-13 sem_open above it: %s\n", opened(sem_open(name, O_CREAT, 0600, (unsigned)SEM_VALUE_MAX + 1)));
    sem_unlink(name);
    printf("PSEM-14 sem_init with SEM_VALUE_MAX: %s", res(sem_init(&one, 0, SEM_VALUE_MAX)));
    printf(", sem_post: %s\n", res(sem_post(&one)));

    pid_t me = getpid();
    for (int restart = 0; restart < 2; restart++) {
        struct sigaction sa = {.sa_handler = handler, .sa_flags = restart ? SA_RESTART : 0};
        sigaction(SIGUSR1, &sa, NULL);
        ran = 0;
        fflush(stdout);
        if (fork() == 0) {
            usleep(60000);
            kill(me, SIGUSR1);
            usleep(60000);
            sem_post(m);
            _exit(0);
        }
        const char *r = res(sem_wait(m));
        printf("INTR-18 sem_wait, SA_RESTART=%d: %s, handler ran %d\n", restart, r, ran);
        while (wait(NULL) > 0)
            ;
        sem_trywait(m);
    }
    sem_destroy(m);
    return 0;
}
