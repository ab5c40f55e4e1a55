// Two processes that wait for each other's record lock, flock: LOCK-07, INTR-24.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
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

static long lock(int fd, int cmd, int type, long start)
{
    struct flock l = {.l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = 1};
    return fcntl(fd, cmd, &l);
}

int main(void)
{
    int status;
    unlink("d.txt");
    int fd = open("d.txt", O_RDWR | O_CREAT, 0600), p[2];
    char c;
    pipe(p);
    lock(fd, F_SETLK, F_WRLCK, 0);
    fflush(stdout);
    if (fork() == 0) {
        lock(fd, F_SETLK, F_WRLCK, 1);
        write(p[1], "x", 1);
        long r = lock(fd, F_SETLKW, F_WRLCK, 0);
        _exit(r == 0);
    }
    read(p[0], &c, 1);
    usleep(80000);
    printf("LOCK-07 the second to wait: %s\n", res(lock(fd, F_SETLKW, F_WRLCK, 1)));
    lock(fd, F_SETLK, F_UNLCK, 0);
    wait(&status);
    printf("LOCK-07 the first got its lock when this one let go: %d\n", WEXITSTATUS(status));

    int a = open("d.txt", O_RDWR), b = open("d.txt", O_RDWR), d = dup(a);
    printf("INTR-24 flock LOCK_EX: %s", res(flock(a, LOCK_EX)));
    printf(", by another open: %s", res(flock(b, LOCK_EX | LOCK_NB)));
    printf(", by a dup: %s", res(flock(d, LOCK_EX | LOCK_NB)));
    printf(", record locks don't conflict: %s\n", res(lock(b, F_SETLK, F_WRLCK, 0)));
    close(a);
    printf("INTR-24 one of two dups closed: %s", res(flock(b, LOCK_EX | LOCK_NB)));
    close(d);
    printf(", both: %s\n", res(flock(b, LOCK_EX | LOCK_NB)));
    flock(b, LOCK_SH);
    a = open("d.txt", O_RDWR);
    printf("INTR-24 two shared ones: %s", res(flock(a, LOCK_SH | LOCK_NB)));
    printf(", then LOCK_EX: %s\n", res(flock(a, LOCK_EX | LOCK_NB)));
    flock(a, LOCK_UN);
    flock(b, LOCK_UN);
    for (int restart = 0; restart < 2; restart++) {
        struct sigaction sa = {.sa_handler = handler, .sa_flags = restart ? SA_RESTART : 0};
        sigaction(SIGALRM, &sa, NULL);
        ran = 0;
        fflush(stdout);
        if (fork() == 0) {
            int mine = open("d.txt", O_RDWR);
            flock(mine, LOCK_EX);
            write(p[1], "x", 1);
            usleep(150000);
            _exit(0);
        }
        read(p[0], &c, 1);
        ualarm(60000, 0);
        const char *r = res(flock(b, LOCK_EX));
        printf("INTR-24 flock interrupted, SA_RESTART=%d: %s, handler ran %d\n", restart, r, ran);
        while (wait(NULL) == -1 && errno == EINTR)
            ;
        flock(b, LOCK_UN);
    }
    unlink("d.txt");
    return 0;
}
