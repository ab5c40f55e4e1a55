// exec closes the FD_CLOEXEC descriptors and keeps the others: FD-28, FD-29. The program executes itself.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
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

int main(int argc, char **argv)
{
    if (argc > 1) {
        int flagged = atoi(argv[1]), kept = atoi(argv[2]), opened = atoi(argv[3]);
        printf("FD-28 F_GETFD of the flagged one after exec: %s\n", res(fcntl(flagged, F_GETFD)));
        printf("FD-28 the one opened with O_CLOEXEC: %s\n", res(fcntl(opened, F_GETFD)));
        printf("FD-29 F_GETFD of the other: %s\n", res(fcntl(kept, F_GETFD)));
        char c = '?';
        long n = read(kept, &c, 1);
        printf("FD-29 it reads on where it was: %ld %c\n", n, c);
        unlink("execed.txt");
        return 0;
    }
    int fd = open("execed.txt", O_RDWR | O_CREAT | O_TRUNC, 0644);
    write(fd, "hello", 5);
    lseek(fd, 1, SEEK_SET);
    int flagged = dup(fd);
    fcntl(flagged, F_SETFD, FD_CLOEXEC);
    int opened = open("/dev/null", O_RDONLY | O_CLOEXEC);
    printf("FD-28 before exec: flags %d %d %d\n", fcntl(flagged, F_GETFD), fcntl(opened, F_GETFD), fcntl(fd, F_GETFD));
    fflush(stdout);
    char a[12], b[12], c[12];
    sprintf(a, "%d", flagged);
    sprintf(b, "%d", fd);
    sprintf(c, "%d", opened);
    execl(argv[0], argv[0], a, b, c, (char *)NULL);
    printf("exec: %s\n", strerror(errno));
    return 1;
}
