// An orphan goes on after its parent's end and reports to its grandparent.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int report[2];
    char line[100];
    pipe(report);
    pid_t parent = fork();
    if (parent == 0) {
        if (fork() == 0) {
            pid_t first = getppid();
            FILE *out = fdopen(report[1], "w");
            fprintf(out, "orphan: my parent is alive\n");
            fflush(out);
            while (getppid() == first)
                usleep(10000);
            fprintf(out, "orphan: my parent has gone, I was adopted\n");
            exit(0);
        }
        usleep(50000);
        _exit(3);
    }
    close(report[1]);
    int status;
    waitpid(parent, &status, 0);
    printf("the parent has ended with %d\n", WEXITSTATUS(status));
    FILE *in = fdopen(report[0], "r");
    while (fgets(line, sizeof line, in))
        printf("%s", line);
    return 0;
}
