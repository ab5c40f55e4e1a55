// Orphans, a zombie as ps sees it, and output after many forks.
#include <stdio.h>
#include <unistd.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <stdlib.h>
int main()
{
    setbuf(stdout, NULL);
    pid_t pid = fork();
    if (pid > 0) {
        int st;
        waitpid(pid, &st, 0);
        usleep(30000);
    } else if (pid == 0) {
        pid_t me = getpid();
        if (fork() == 0) {
            usleep(10000);
            printf("grandchild: adopted %s\n", getppid() != me ? "yes" : "no");
            exit(0);
        }
        exit(0);
    }
    /* zombie */ pid = fork();
    if (!pid)
        exit(4);
    usleep(10000);
    char cmd[80];
    sprintf(cmd, "ps -o stat= -p %d | cut -c1", pid);
    system(cmd);
    int st;
    wait(&st);
    printf("%d\n", WEXITSTATUS(st));
    for (int i = 0; i < 3; i++)
        fork();
    printf("x");
    while (wait(NULL) > 0)
        ;
    return 0;
}
