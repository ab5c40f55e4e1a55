// stdin reads ahead, and exit puts the shared offset back: STDIO-05 to STDIO-07.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static long offset(void)
{
    return lseek(0, 0, SEEK_CUR);
}

int main(void)
{
    char line[100];
    unlink("in.txt");
    int fd = open("in.txt", O_RDWR | O_CREAT, 0600);
    for (int i = 1; i <= 5; i++) {
        sprintf(line, "line%d\n", i);
        write(fd, line, 6);
    }
    lseek(fd, 0, SEEK_SET);
    dup2(fd, 0);
    close(fd);

    fgets(line, sizeof line, stdin);
    printf("STDIO-05 after fgets of %d bytes the offset is: %ld\n", (int)strlen(line), offset());
    fflush(stdout);
    if (fork() == 0)
        _exit(0);
    wait(NULL);
    printf("STDIO-07 after a child's _exit: %ld\n", offset());
    fflush(stdout);
    if (fork() == 0)
        exit(0);
    wait(NULL);
    printf("STDIO-06 after a child's exit: %ld\n", offset());
    int n = 0;
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        printf("STDIO-06 the parent reads: %s\n", line);
        n++;
    }
    printf("STDIO-06 so many lines: %d, end of file %d\n", n, !!feof(stdin));

    fd = open("in.txt", O_RDWR | O_TRUNC);
    for (int i = 0; i < 1000; i++) {
        sprintf(line, "%08d\n", i);
        write(fd, line, 9);
    }
    lseek(fd, 0, SEEK_SET);
    dup2(fd, 0);
    clearerr(stdin);
    rewind(stdin);
    fgets(line, sizeof line, stdin);
    printf("STDIO-05 of a file of 9000 bytes: %ld\n", offset());
    for (int i = 0; i < 500; i++)
        fgets(line, sizeof line, stdin);
    printf("STDIO-05 after 501 lines: %ld, the last was %.8s, ftell %ld\n", offset(), line, ftell(stdin));
    unlink("in.txt");
    return 0;
}
