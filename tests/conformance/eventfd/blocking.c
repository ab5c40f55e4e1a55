// eventfd(2): readers and writers that wait, across fork; signals; dup and close.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void nap(int ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000L};
    nanosleep(&t, NULL);
}

static void handler(int sig)
{
}

int main(void)
{
    uint64_t v;
    setvbuf(stdout, NULL, _IONBF, 0);
    int e = eventfd(0, 0);
    if (fork() == 0) {
        ssize_t n = read(e, &v, 8);
        printf("the child read %zd bytes: %lu\n", n, (unsigned long)v);
        _exit(0);
    }
    nap(30);
    printf("the parent writes 7\n");
    eventfd_write(e, 7);
    wait(NULL);

    /* A writer that has no room waits for a reader. */
    eventfd_write(e, UINT64_MAX - 1);
    if (fork() == 0) {
        int r = eventfd_write(e, 10);
        printf("the child's write returned %d\n", r);
        _exit(0);
    }
    nap(30);
    eventfd_read(e, &v);
    printf("the parent read the maximum: %d\n", v == UINT64_MAX - 1);
    wait(NULL);
    eventfd_read(e, &v);
    printf("then %lu\n", (unsigned long)v);

    /* Semaphore mode: each unit wakes a reader of its own. */
    int s = eventfd(0, EFD_SEMAPHORE);
    for (int i = 0; i < 3; i++)
        if (fork() == 0) {
            eventfd_read(s, &v);
            printf("a worker got %lu\n", (unsigned long)v);
            _exit(0);
        }
    nap(30);
    eventfd_write(s, 3);
    while (wait(NULL) > 0)
        ;

    /* A signal ends the wait, unless SA_RESTART. */
    for (int flags = 0; flags <= SA_RESTART; flags += SA_RESTART) {
        struct sigaction sa = {.sa_handler = handler, .sa_flags = flags};
        sigaction(SIGUSR1, &sa, NULL);
        pid_t parent = getpid();
        if (fork() == 0) {
            nap(30);
            kill(parent, SIGUSR1);
            nap(30);
            eventfd_write(e, 4);
            _exit(0);
        }
        int r = eventfd_read(e, &v);
        if (r < 0) {
            printf("interrupted: %s\n", strerror(errno));
            eventfd_read(e, &v);
        }
        printf("read %lu\n", (unsigned long)v);
        wait(NULL);
    }

    /* The counter belongs to the description: a dup shares it, exec'd or not. */
    int d = dup(e);
    eventfd_write(d, 2);
    close(d);
    eventfd_read(e, &v);
    printf("written through a dup: %lu\n", (unsigned long)v);
    return 0;
}
