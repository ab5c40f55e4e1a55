// An orphan's new parent is process 1, unless a process of the user's session is a subreaper: PROC-25.
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int p[2], ppid = 0;
    pipe(p);
    if (fork() == 0) {
        pid_t me = getpid();
        if (fork() == 0) {
            for (int i = 0; i < 500 && getppid() == me; i++)
                usleep(10000);
            ppid = getppid();
            write(p[1], &ppid, sizeof ppid);
        }
        _exit(0);
    }
    wait(NULL);
    read(p[0], &ppid, sizeof ppid);
    printf("PROC-25 the orphan's getppid() is 1: %d\n", ppid == 1);
    return 0;
}
