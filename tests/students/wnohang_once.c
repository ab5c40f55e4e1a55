/* says: no child had ended when waitpid() returned 0 here (WNOHANG), and wnohang_once.c:16 takes an exit status from 'st' all the same | [raw-status] */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    pid_t p = fork();
    if (p == 0) {
        usleep(5000);
        exit(7);
    }
    int st = 0;
    if (waitpid(p, &st, WNOHANG) < 0) perror("waitpid");
    printf("child exited with %d\n", WEXITSTATUS(st));
    return 0;
}
