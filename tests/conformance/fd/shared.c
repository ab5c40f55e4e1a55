// What dup shares (offset and status flags) and what it does not (close-on-exec): FD-02 to FD-06, FD-09.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
    unlink("shared.txt");
    int a = open("shared.txt", O_RDWR | O_CREAT, 0644);
    write(a, "0123456789", 10);
    int b = dup(a);
    lseek(a, 3, SEEK_SET);
    char ch = '?';
    read(b, &ch, 1);
    printf("FD-02 offset moved to 3 through one, read through its dup: %c\n", ch);
    printf("FD-02 and the first is then at: %ld\n", (long)lseek(a, 0, SEEK_CUR));

    int c = open("shared.txt", O_RDWR);
    read(c, &ch, 1);
    printf("FD-03 a second open reads: %c, offsets %ld and %ld\n", ch, (long)lseek(c, 0, SEEK_CUR),
           (long)lseek(a, 0, SEEK_CUR));

    fcntl(a, F_SETFL, O_APPEND | O_NONBLOCK);
    int fb = fcntl(b, F_GETFL), fc = fcntl(c, F_GETFL);
    printf("FD-04 the dup's flags: O_APPEND %d O_NONBLOCK %d\n", !!(fb & O_APPEND), !!(fb & O_NONBLOCK));
    printf("FD-04 the second open's: O_APPEND %d O_NONBLOCK %d\n", !!(fc & O_APPEND), !!(fc & O_NONBLOCK));

    fcntl(a, F_SETFD, FD_CLOEXEC);
    printf("FD-05 FD_CLOEXEC set on one: %d, its dup: %d\n", fcntl(a, F_GETFD), fcntl(b, F_GETFD));

    int d = dup(a), e = dup2(a, 20), f = fcntl(a, F_DUPFD, 30);
    printf("FD-06 FD_CLOEXEC in the copies by dup, dup2, F_DUPFD: %d %d %d\n", fcntl(d, F_GETFD), fcntl(e, F_GETFD),
           fcntl(f, F_GETFD));

    int same = dup2(a, a);
    printf("FD-09 dup2(fd, fd) returns fd: %d, FD_CLOEXEC still %d\n", same == a, fcntl(a, F_GETFD));
    unlink("shared.txt");
    return 0;
}
