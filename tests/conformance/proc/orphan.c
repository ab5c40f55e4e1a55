// A process whose parent has gone is adopted: PROC-25.
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int p[2], go[2];
    char answer[3], c;
    pipe(p);
    pipe(go);
    pid_t child = fork();
    if (child == 0) {
        pid_t me = getpid();
        if (fork() == 0) {
            answer[0] = getppid() == me;
            write(go[1], "g", 1);
            for (int i = 0; i < 500 && getppid() == me; i++)
                usleep(10000);
            answer[1] = getppid() == me;
            answer[2] = getppid() > 0;
            write(p[1], answer, 3);
            _exit(0);
        }
        read(go[0], &c, 1);
        _exit(0);
    }
    close(p[1]);
    waitpid(child, NULL, 0);
    long n = read(p[0], answer, 3);
    printf("PROC-25 before its parent's exit getppid() is the parent: %d\n", answer[0]);
    printf("PROC-25 after it: %d, but another process: %d\n", answer[1], answer[2]);
    printf("PROC-25 the orphan wrote %ld bytes and is not our child: wait %d\n", n, (int)wait(NULL));
    return 0;
}
