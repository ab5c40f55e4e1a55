// dup2 onto an open descriptor closes it; a pipe ends only when every copy of its write end is closed: FD-16, FD-17.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
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

int main(void)
{
    int p[2], q[2];
    char c;
    pipe(p);
    pipe(q);
    fcntl(p[0], F_SETFL, O_NONBLOCK);
    printf("FD-16 read while the write end is open: %s\n", res(read(p[0], &c, 1)));
    int same = q[1];
    printf("FD-16 dup2 over it returns the number: %d\n", dup2(q[1], p[1]) == p[1]);
    printf("FD-16 read now: %s\n", res(read(p[0], &c, 1)));
    write(p[1], "k", 1);
    read(q[0], &c, 1);
    printf("FD-16 the number now leads to the other pipe: %c\n", c);
    close(p[1]);
    close(same);
    printf("FD-16 both copies closed, that pipe is at its end: %s\n", res(read(q[0], &c, 1)));

    int r[2];
    pipe(r);
    fcntl(r[0], F_SETFL, O_NONBLOCK);
    int w2 = dup(r[1]), w3 = dup(w2);
    close(r[1]);
    printf("FD-17 one of three write ends closed: %s\n", res(read(r[0], &c, 1)));
    close(w2);
    printf("FD-17 two closed: %s\n", res(read(r[0], &c, 1)));
    close(w3);
    printf("FD-17b all closed: %s\n", res(read(r[0], &c, 1)));
    return 0;
}
