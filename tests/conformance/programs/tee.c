// conformance: args=copy1.txt copy2.txt
// conformance: stdin=first line\nsecond line\nthird\n
// Copies standard input to standard output and to files, then shows the files.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    char buf[8];
    ssize_t n;
    int fd[10], nfd = 0, total = 0;

    fd[nfd++] = STDOUT_FILENO;
    for (int i = 1; i < argc; i++) {
        fd[nfd] = open(argv[i], O_WRONLY | O_CREAT | O_TRUNC, 0666);
        if (fd[nfd++] < 0) {
            perror(argv[i]);
            exit(1);
        }
    }
    while ((n = read(STDIN_FILENO, buf, sizeof buf)) > 0) {
        total += n;
        for (int i = 0; i < nfd; i++)
            if (write(fd[i], buf, n) != n) {
                perror("write");
                exit(1);
            }
    }
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "r");
        char line[80];
        while (fgets(line, sizeof line, f))
            printf("%s: %s", argv[i], line);
        fclose(f);
        unlink(argv[i]);
    }
    printf("%d bytes\n", total);
    return 0;
}
