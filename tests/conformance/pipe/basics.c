// What pipe() makes: PIPE-01 to PIPE-07, PIPE-29, PIPE-37, PIPE-38.
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef F_GETPIPE_SZ
#define F_GETPIPE_SZ 1032
#endif

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

int main(void)
{
    int p[2] = {-1, -1};
    char c = 'x';
    struct stat st;
    printf("PIPE-01 pipe: %s", res(pipe(p)));
    printf(", read end %d, write end %d\n", p[0], p[1]);
    printf("PIPE-02 write on the read end: %s\n", res(write(p[0], &c, 1)));
    printf("PIPE-02b read on the write end: %s\n", res(read(p[1], &c, 1)));
    printf("PIPE-03 lseek: %s\n", res(lseek(p[0], 0, SEEK_CUR)));
    printf("PIPE-03b pread: %s\n", res(pread(p[0], &c, 1, 0)));
    printf("PIPE-03b pwrite: %s\n", res(pwrite(p[1], &c, 1, 0)));
    printf("PIPE-04 access modes: %d %d, O_RDONLY is %d, O_WRONLY is %d\n", fcntl(p[0], F_GETFL) & O_ACCMODE,
           fcntl(p[1], F_GETFL) & O_ACCMODE, O_RDONLY, O_WRONLY);
    printf("PIPE-04 the other flags: %d %d\n", fcntl(p[0], F_GETFL) & ~O_ACCMODE, fcntl(p[1], F_GETFL) & ~O_ACCMODE);
    int r = fstat(p[0], &st);
    printf("PIPE-05 fstat: %d, S_ISFIFO %d, S_ISREG %d, size %ld, links %d, mode %o\n", r, !!S_ISFIFO(st.st_mode),
           !!S_ISREG(st.st_mode), (long)st.st_size, (int)st.st_nlink, st.st_mode & 0777);
    ino_t ino = st.st_ino;
    fstat(p[1], &st);
    printf("PIPE-05 both ends have the same inode: %d\n", ino == st.st_ino);
    printf("PIPE-06 F_GETPIPE_SZ: %s\n", res(fcntl(p[1], F_GETPIPE_SZ)));
    printf("PIPE-06 F_GETPIPE_SZ on a file: %s\n", res(fcntl(open("/dev/null", O_RDWR), F_GETPIPE_SZ)));
    printf("PIPE-07 PIPE_BUF: %d, fpathconf %s\n", PIPE_BUF, res(fpathconf(p[0], _PC_PIPE_BUF)));
    printf("PIPE-29 pipe with a bad pointer: %s\n", res(pipe((int *)1)));
    printf("PIPE-37 ftruncate: %s\n", res(ftruncate(p[1], 0)));
    printf("PIPE-38 fsync: %s\n", res(fsync(p[1])));
    return 0;
}
