// Locks beyond the facts: negative lengths, whence, locks of descriptions, conversion of flocks, errors.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *res(int r)
{
    return r < 0 ? strerror(errno) : "ok";
}

static int set(int fd, int cmd, int type, int whence, long start, long len)
{
    struct flock l = {type, whence, start, len};
    return fcntl(fd, cmd, &l);
}

/* What a child sees in the way of an exclusive lock on the range. */
static void show(const char *what, int fd, long start, long len)
{
    printf("%s: ", what);
    if (fork() == 0) {
        struct flock l = {F_WRLCK, SEEK_SET, start, len};
        fcntl(fd, F_GETLK, &l);
        if (l.l_type == F_UNLCK)
            printf("free\n");
        else
            printf("%s %ld+%ld of %s\n", l.l_type == F_WRLCK ? "exclusive" : "shared", (long)l.l_start, (long)l.l_len,
                   l.l_pid == getppid() ? "the parent" : l.l_pid == -1 ? "a description" : "somebody");
        _exit(0);
    }
    wait(NULL);
}

int main(void)
{
    setvbuf(stdout, NULL, _IONBF, 0);
    int a = open("f", O_RDWR | O_CREAT | O_TRUNC, 0600), b = open("f", O_RDWR);
    write(a, "0123456789", 10);
    printf("10 bytes before 30: %s\n", res(set(a, F_SETLK, F_WRLCK, SEEK_SET, 30, -10)));
    show("0 to the end", a, 0, 0);
    printf("before the beginning: %s\n", res(set(a, F_SETLK, F_WRLCK, SEEK_SET, 5, -10)));
    printf("negative start: %s\n", res(set(a, F_SETLK, F_WRLCK, SEEK_SET, -1, 1)));
    printf("from the end: %s\n", res(set(a, F_SETLK, F_RDLCK, SEEK_END, -3, 3)));
    printf("from the offset: %s\n", res(set(a, F_SETLK, F_WRLCK, SEEK_CUR, 0, 0)));
    show("7 to 9", a, 7, 3);
    show("from 10", a, 10, 0);
    printf("bad whence: %s\n", res(set(a, F_SETLK, F_WRLCK, 7, 0, 1)));
    printf("bad type: %s\n", res(set(a, F_SETLK, 9, SEEK_SET, 0, 1)));
    printf("too far: %s\n", res(set(a, F_SETLK, F_WRLCK, SEEK_SET, 1, 0x7fffffffffffffffL)));
    printf("unlock all: %s\n", res(set(a, F_SETLK, F_UNLCK, SEEK_SET, 0, 0)));
    show("all", a, 0, 0);

    printf("a description's: %s\n", res(set(a, F_OFD_SETLK, F_WRLCK, SEEK_SET, 0, 5)));
    printf("the same process, another description: %s\n", res(set(b, F_OFD_SETLK, F_RDLCK, SEEK_SET, 4, 1)));
    printf("the process itself: %s\n", res(set(b, F_SETLK, F_RDLCK, SEEK_SET, 4, 1)));
    show("seen by a child", a, 0, 0);
    struct flock l = {F_WRLCK, SEEK_SET, 0, 1, 5};
    printf("l_pid not 0: %s\n", res(fcntl(a, F_OFD_SETLK, &l)));
    close(open("f", O_RDONLY));
    printf("after another close: %s\n", res(set(b, F_OFD_SETLK, F_RDLCK, SEEK_SET, 4, 1)));
    int c = dup(a);
    close(a);
    printf("one of two descriptors closed: %s\n", res(set(b, F_OFD_SETLK, F_RDLCK, SEEK_SET, 4, 1)));
    close(c);
    printf("both closed: %s\n", res(set(b, F_OFD_SETLK, F_RDLCK, SEEK_SET, 4, 1)));

    a = open("f", O_RDWR);
    printf("flock shared, shared: %s, ", res(flock(a, LOCK_SH | LOCK_NB)));
    printf("%s\n", res(flock(b, LOCK_SH | LOCK_NB)));
    printf("to exclusive: %s\n", res(flock(a, LOCK_EX | LOCK_NB)));
    printf("the other to exclusive: %s\n", res(flock(b, LOCK_EX | LOCK_NB)));
    printf("the first again: %s\n", res(flock(a, LOCK_SH | LOCK_NB)));
    if (fork() == 0) {
        printf("the child's copy: %s, unlocks: %s\n", res(flock(b, LOCK_EX | LOCK_NB)), res(flock(b, LOCK_UN)));
        _exit(0);
    }
    wait(NULL);
    printf("the first now: %s\n", res(flock(a, LOCK_EX | LOCK_NB)));
    printf("record lock beside it: %s\n", res(set(b, F_SETLK, F_WRLCK, SEEK_SET, 0, 0)));
    printf("bad operation: %s\n", res(flock(a, 77)));
    printf("bad descriptor: %s\n", res(flock(99, LOCK_EX)));
    printf("bad pointer: %s\n", res(fcntl(a, F_SETLK, (void *)8)));
    unlink("f");
    return 0;
}
