// A counter in a file under lockf, and who holds a lock.
#include <stdio.h>
#include <fcntl.h>
#include <unistd.h>
#include <stdlib.h>
#include <errno.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
int main(void)
{
    int fd = open("seq", O_RDWR | O_CREAT, 0666), i, k;
    char b[20];
    ssize_t n;
    pwrite(fd, "1\n", 2, 0);
    for (k = 0; k < 4; k++)
        if (!fork()) {
            for (i = 0; i < 25; i++) {
                lseek(fd = i ? fd : open("seq", O_RDWR), 0, 0);
                if (lockf(fd, F_LOCK, 0) < 0)
                    perror("lockf");
                lseek(fd, 0, 0);
                n = read(fd, b, sizeof b - 1);
                b[n] = 0;
                int v = atoi(b) + 1;
                sprintf(b, "%d\n", v);
                lseek(fd, 0, 0);
                write(fd, b, strlen(b));
                lseek(fd, 0, 0);
                lockf(fd, F_ULOCK, 0);
            }
            exit(0);
        }
    while (wait(0) > 0)
        ;
    n = pread(fd, b, 19, 0);
    b[n] = 0;
    printf("seq %s", b);
    struct flock fl = {F_WRLCK, SEEK_SET, 0, 10, 0};
    printf("%d\n", fcntl(fd, F_SETLK, &fl));
    fflush(stdout);
    if (!fork()) {
        struct flock g = {.l_type = F_RDLCK, .l_len = 5};
        printf("try %d %s\n", fcntl(fd, F_SETLK, &g), strerror(errno));
        fcntl(fd, F_GETLK, &g);
        printf("held by parent %d type %d start %ld len %ld\n", g.l_pid == getppid(), g.l_type,
               (long)g.l_start, (long)g.l_len);
        exit(0);
    }
    wait(0);
    printf("flock %d\n", flock(fd, LOCK_EX | LOCK_NB));
    int fd2 = open("seq", O_RDONLY);
    printf("second %d %s\n", flock(fd2, LOCK_SH | LOCK_NB), strerror(errno));
    return 0;
}
