// Record locks: LOCK-01 to LOCK-06, LOCK-08 to LOCK-12, INTR-20.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
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
static int fd;

static void handler(int sig)
{
    ran++;
}

static long lock(int f, int cmd, int type, long start, long len)
{
    struct flock l = {.l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = len};
    return fcntl(f, cmd, &l);
}

/* What another process sees of a range: F_GETLK's answer. */
static void probe(const char *what, int type, long start, long len)
{
    fflush(stdout);
    if (fork() == 0) {
        struct flock l = {.l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = len};
        fcntl(fd, F_GETLK, &l);
        printf("%s: ", what);
        if (l.l_type == F_UNLCK)
            printf("F_UNLCK\n");
        else
            printf("%s %ld+%ld, owner is the parent %d\n", l.l_type == F_RDLCK ? "F_RDLCK" : "F_WRLCK", (long)l.l_start,
                   (long)l.l_len, l.l_pid == getppid());
        fflush(stdout);
        _exit(0);
    }
    wait(NULL);
}

int main(void)
{
    unlink("l.txt");
    fd = open("l.txt", O_RDWR | O_CREAT, 0600);
    int ro = open("l.txt", O_RDONLY), wo = open("l.txt", O_WRONLY), p[2];
    write(fd, "0123456789", 10);
    printf("LOCK-01 write lock: %s", res(lock(fd, F_SETLK, F_WRLCK, 0, 10)));
    printf(", again, overlapping: %s", res(lock(fd, F_SETLK, F_WRLCK, 5, 10)));
    printf(", by another descriptor: %s\n", res(lock(wo, F_SETLK, F_WRLCK, 0, 3)));
    fflush(stdout);
    if (fork() == 0) {
        printf("LOCK-02 the child has not got it: %s", res(lock(fd, F_SETLK, F_WRLCK, 0, 10)));
        printf(", read lock: %s", res(lock(fd, F_SETLK, F_RDLCK, 0, 10)));
        printf(", elsewhere: %s\n", res(lock(fd, F_SETLK, F_WRLCK, 50, 10)));
        fflush(stdout);
        _exit(0);
    }
    wait(NULL);
    probe("LOCK-03 F_GETLK", F_WRLCK, 0, 100);
    probe("LOCK-04 F_GETLK beyond it", F_WRLCK, 20, 100);
    lock(fd, F_SETLK, F_UNLCK, 4, 2);
    probe("LOCK-11 the middle unlocked, before it", F_WRLCK, 0, 4);
    probe("LOCK-11 the middle", F_WRLCK, 4, 2);
    probe("LOCK-11 after it", F_WRLCK, 6, 0);
    lock(fd, F_SETLK, F_UNLCK, 0, 0);
    lock(fd, F_SETLK, F_RDLCK, 0, 0);
    probe("LOCK-10 read lock to the end, asking for a read lock", F_RDLCK, 3, 1);
    probe("LOCK-10 asking for a write lock", F_WRLCK, 3, 1);
    lock(fd, F_SETLK, F_UNLCK, 0, 0);
    printf("LOCK-08 write lock by a read-only descriptor: %s\n", res(lock(ro, F_SETLK, F_WRLCK, 0, 1)));
    printf("LOCK-09 read lock by a write-only descriptor: %s\n", res(lock(wo, F_SETLK, F_RDLCK, 0, 1)));
    pipe(p);
    printf("LOCK-12 on a pipe: %s\n", res(lock(p[1], F_SETLK, F_WRLCK, 0, 1)));

    lock(fd, F_SETLK, F_WRLCK, 0, 10);
    probe("LOCK-06 locked", F_WRLCK, 0, 10);
    close(ro);
    probe("LOCK-06 another descriptor of the file was closed", F_WRLCK, 0, 10);

    char c;
    fflush(stdout);
    if (fork() == 0) {
        lock(fd, F_SETLK, F_WRLCK, 0, 10);
        write(p[1], "l", 1);
        usleep(80000);
        write(p[1], "u", 1);
        lock(fd, F_SETLK, F_UNLCK, 0, 10);
        _exit(0);
    }
    read(p[0], &c, 1);
    printf("LOCK-05 F_SETLKW: %s", res(lock(fd, F_SETLKW, F_WRLCK, 0, 1)));
    fcntl(p[0], F_SETFL, O_NONBLOCK);
    printf(", and it had been unlocked before: %s\n", res(read(p[0], &c, 1)));
    wait(NULL);
    lock(fd, F_SETLK, F_UNLCK, 0, 0);
    fcntl(p[0], F_SETFL, 0);

    for (int restart = 0; restart < 2; restart++) {
        struct sigaction sa = {.sa_handler = handler, .sa_flags = restart ? SA_RESTART : 0};
        sigaction(SIGALRM, &sa, NULL);
        ran = 0;
        fflush(stdout);
        if (fork() == 0) {
            lock(fd, F_SETLK, F_WRLCK, 0, 10);
            write(p[1], "l", 1);
            usleep(150000);
            _exit(0);
        }
        read(p[0], &c, 1);
        ualarm(60000, 0);
        const char *r = res(lock(fd, F_SETLKW, F_WRLCK, 0, 10));
        printf("INTR-20 F_SETLKW, SA_RESTART=%d: %s, handler ran %d\n", restart, r, ran);
        wait(NULL);
        while (wait(NULL) > 0)
            ;
        lock(fd, F_SETLK, F_UNLCK, 0, 0);
    }
    unlink("l.txt");
    return 0;
}
