/* The descriptor table: open gives the lowest free entry, dup shares the open file, and so its offset.
 * Watch: two opens of one file have two offsets; a dup and a fork have one between them. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    char c;
    int a, b, d;

    a = open("table.txt", O_RDWR | O_CREAT | O_TRUNC, 0600);
    write(a, "abcdef", 6);
    lseek(a, 0, SEEK_SET);
    b = open("table.txt", O_RDONLY);
    d = dup(a);
    printf("open: %d, open: %d, dup: %d\n", a, b, d);

    read(a, &c, 1);
    printf("read from %d: %c\n", a, c);
    read(d, &c, 1);
    printf("read from %d, the dup: %c\n", d, c);
    read(b, &c, 1);
    printf("read from %d, opened by itself: %c\n", b, c);

    close(b);
    printf("closed %d; the next open gives %d\n", b, open("/dev/null", O_RDONLY));
    printf("dup2 to 10 gives %d\n", dup2(a, 10));

    fflush(stdout);
    if (fork() == 0) {
        read(a, &c, 1);
        printf("the child reads from %d: %c\n", a, c);
        return 0;
    }
    wait(NULL);
    read(a, &c, 1);
    printf("the parent reads from %d: %c\n", a, c);
    unlink("table.txt");
    return 0;
}
