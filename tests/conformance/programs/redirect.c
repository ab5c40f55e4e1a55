// Redirection of standard input, output and error, and putting them back.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int redirect(int fd, const char *name, int flags)
{
    int saved = dup(fd);
    int f = open(name, flags, 0644);
    if (f < 0) {
        perror(name);
        exit(1);
    }
    dup2(f, fd);
    close(f);
    return saved;
}

static void restore(int fd, int saved)
{
    fflush(stdout);
    dup2(saved, fd);
    close(saved);
}

int main(void)
{
    char line[100];
    int saved;

    printf("on the screen\n");
    fflush(stdout);
    saved = redirect(1, "out.txt", O_WRONLY | O_CREAT | O_TRUNC);
    printf("into the file\n");
    printf("number %d\n", 42);
    restore(1, saved);
    printf("on the screen again\n");
    fflush(stdout);

    saved = redirect(1, "out.txt", O_WRONLY | O_APPEND);
    system("echo from a command");
    restore(1, saved);

    int saved_err = redirect(2, "err.txt", O_WRONLY | O_CREAT | O_TRUNC);
    fprintf(stderr, "an error\n");
    system("cat not-there");
    restore(2, saved_err);

    int saved_in = redirect(0, "out.txt", O_RDONLY);
    while (fgets(line, sizeof line, stdin))
        printf("> %s", line);
    restore(0, saved_in);
    fflush(stdout);

    /* 2>&1 in the order that matters */
    if (fork() == 0) {
        int f = open("both.txt", O_WRONLY | O_CREAT | O_TRUNC, 0644);
        dup2(f, 1);
        dup2(1, 2);
        close(f);
        fprintf(stdout, "to out\n");
        fprintf(stderr, "to err\n");
        exit(0);
    }
    wait(NULL);
    FILE *f = fopen("both.txt", "r");
    while (fgets(line, sizeof line, f))
        printf("both: %s", line);
    fclose(f);
    f = fopen("err.txt", "r");
    int lines = 0;
    while (fgets(line, sizeof line, f))
        if (lines++ == 0)
            printf("err: %s", line);
    printf("%d lines\n", lines);
    unlink("out.txt"), unlink("err.txt"), unlink("both.txt");
    return 0;
}
