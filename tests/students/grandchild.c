/* says: waitpid() failed here: ECHILD */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    int p[2];
    pid_t g;
    pipe(p);
    if (fork() == 0) {
        pid_t pid = fork();
        if (pid == 0) {
            sleep(1);
            printf("grandchild\n");
            exit(0);
        }
        write(p[1], &pid, sizeof pid);
        exit(0);
    }
    read(p[0], &g, sizeof g);
    waitpid(g, NULL, 0);
    printf("grandchild is done\n");
    return 0;
}
