// A counter in a file, incremented by several processes: fcntl locks, flock and lockf each keep it right.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILDREN = 4, TIMES = 25 };

static void by_fcntl(int fd, int lock)
{
    struct flock l = {lock ? F_WRLCK : F_UNLCK, SEEK_SET, 0, 0};
    if (fcntl(fd, F_SETLKW, &l) < 0)
        perror("fcntl"), _exit(1);
}

static void by_flock(int fd, int lock)
{
    if (flock(fd, lock ? LOCK_EX : LOCK_UN) < 0)
        perror("flock"), _exit(1);
}

static void by_lockf(int fd, int lock)
{
    lseek(fd, 0, SEEK_SET);
    if (lockf(fd, lock ? F_LOCK : F_ULOCK, 0) < 0)
        perror("lockf"), _exit(1);
}

static void by_ofd(int fd, int lock)
{
    struct flock l = {lock ? F_WRLCK : F_UNLCK, SEEK_SET, 100, 1};
    if (fcntl(fd, 38 /* F_OFD_SETLKW */, &l) < 0)
        perror("fcntl"), _exit(1);
}

static void run(const char *name, void (*lock)(int, int))
{
    char text[20] = "0\n";
    int fd = open("counter", O_RDWR | O_CREAT | O_TRUNC, 0600), status, failed = 0;
    write(fd, text, 2);
    close(fd);
    for (int c = 0; c < CHILDREN; c++) {
        if (fork() == 0) {
            fd = open("counter", O_RDWR);
            for (int i = 0; i < TIMES; i++) {
                lock(fd, 1);
                int n = pread(fd, text, sizeof text - 1, 0);
                text[n > 0 ? n : 0] = 0;
                int value = atoi(text) + 1;
                if (i % 8 == 0)
                    usleep(50);
                n = snprintf(text, sizeof text, "%d\n", value);
                pwrite(fd, text, n, 0);
                lock(fd, 0);
            }
            _exit(0);
        }
    }
    while (wait(&status) > 0)
        failed += status != 0;
    fd = open("counter", O_RDONLY);
    int n = read(fd, text, sizeof text - 1);
    printf("%s: %.*s", name, n, text);
    if (failed)
        printf("%d failed\n", failed);
    close(fd);
}

int main(void)
{
    setvbuf(stdout, NULL, _IONBF, 0);
    run("fcntl", by_fcntl);
    run("flock", by_flock);
    run("lockf", by_lockf);
    run("locks of open file descriptions", by_ofd);
    unlink("counter");
    return 0;
}
