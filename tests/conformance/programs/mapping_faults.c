// Copy on write, and what faults in mappings say.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <setjmp.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <fcntl.h>
static sigjmp_buf env;
static void *bad;
static void onsegv(int s, siginfo_t *si, void *u)
{
    bad = si->si_addr;
    siglongjmp(env, si->si_code);
}
int main(void)
{
    long pg = sysconf(_SC_PAGESIZE);
    char *p = mmap(NULL, 3 * pg, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    strcpy(p, "before");
    if (!fork()) {
        strcpy(p, "child");
        printf("%s\n", p);
        exit(0);
    }
    wait(0);
    printf("%s\n", p);
    struct sigaction sa = {.sa_sigaction = onsegv, .sa_flags = SA_SIGINFO};
    sigaction(SIGSEGV, &sa, 0);
    sigaction(SIGBUS, &sa, 0);
    mprotect(p + pg, pg, PROT_NONE);
    int c;
    if ((c = sigsetjmp(env, 1)) == 0)
        p[pg + 5] = 1;
    else
        printf("fault at +%ld code %d\n", (long)((char *)bad - p), c);
    mprotect(p, pg, PROT_READ);
    if ((c = sigsetjmp(env, 1)) == 0)
        p[0] = 1;
    else
        printf("readonly code %d\n", c);
    munmap(p + 2 * pg, pg);
    if ((c = sigsetjmp(env, 1)) == 0)
        p[2 * pg] = 1;
    else
        printf("unmapped code %d\n", c);
    int fd = open("small", O_RDWR | O_CREAT, 0600);
    write(fd, "hi", 2);
    volatile char *q = mmap(0, 2 * pg, PROT_READ, MAP_SHARED, fd, 0);
    printf("%c %d\n", q[0], q[100]);
    if ((c = sigsetjmp(env, 1)) == 0)
        c = q[pg];
    else
        printf("past end code %d\n", c);
    printf("%p\n", mmap(0, 0, PROT_READ, MAP_PRIVATE, fd, 0));
    char *const n = NULL;
    if ((c = sigsetjmp(env, 1)) == 0)
        *n = 1;
    else
        printf("null %p\n", bad);
    return 0;
}
