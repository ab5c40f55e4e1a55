// After fork: shared offsets, separate tables: FD-25 to FD-27.
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    setvbuf(stdout, NULL, _IONBF, 0);
    unlink("forked.txt");
    int fd = open("forked.txt", O_RDWR | O_CREAT, 0644);
    int other = dup(fd);
    write(fd, "abcdefghij", 10);
    lseek(fd, 2, SEEK_SET);
    fcntl(other, F_SETFD, 0);

    pid_t pid = fork();
    if (pid == 0) {
        char c;
        read(fd, &c, 1);
        printf("FD-25 child reads at the parent's offset: %c\n", c);
        lseek(fd, 5, SEEK_CUR);
        close(other);
        fcntl(fd, F_SETFD, FD_CLOEXEC);
        printf("FD-26 child has closed its copy: %d\n", fcntl(other, F_GETFD));
        printf("FD-27 child has set FD_CLOEXEC: %d\n", fcntl(fd, F_GETFD));
        _exit(0);
    }
    wait(NULL);
    printf("FD-25 parent's offset after the child moved it: %ld\n", (long)lseek(fd, 0, SEEK_CUR));
    char c = '?';
    printf("FD-26 parent's copy still reads: %d", (int)read(other, &c, 1));
    printf(" %c\n", c);
    printf("FD-27 parent's FD_CLOEXEC: %d\n", fcntl(fd, F_GETFD));

    if (fork() == 0) {
        write(fd, "XY", 2);
        _exit(0);
    }
    wait(NULL);
    write(fd, "Z", 1);
    char buf[20] = "";
    int n = pread(fd, buf, 19, 0);
    printf("FD-25 one after the other they write: %d bytes, %s\n", n, buf);
    unlink("forked.txt");
    return 0;
}
