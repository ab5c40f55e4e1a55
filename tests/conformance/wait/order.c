// Which child wait() returns: WAIT-20 to WAIT-22.
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t pids[4];

static int number(pid_t pid)
{
    for (int i = 0; i < 4; i++)
        if (pids[i] == pid)
            return i + 1;
    return 0;
}

static void start(const int *delay_ms)
{
    fflush(stdout);
    for (int i = 0; i < 4; i++)
        if ((pids[i] = fork()) == 0) {
            if (delay_ms[i])
                usleep(delay_ms[i] * 1000);
            _exit(i + 1);
        }
}

int main(void)
{
    int status;
    static const int mixed[] = {210, 70, 140, 280}, none[4], back[] = {90, 60, 30, 0};

    start(mixed);
    printf("WAIT-20 children end in the order 2 3 1 4, wait gives:");
    for (int i = 0; i < 4; i++) {
        pid_t pid = wait(&status);
        printf(" %d/%d", number(pid), WEXITSTATUS(status));
    }
    printf("\n");

    start(mixed);
    printf("WAIT-20b waitpid of the third, then wait:");
    waitpid(pids[2], &status, 0);
    printf(" %d", WEXITSTATUS(status));
    for (int i = 0; i < 3; i++)
        printf(" %d", number(wait(NULL)));
    printf("\n");

    start(none);
    usleep(80000);
    printf("WAIT-21 all of them zombies:");
    for (int i = 0; i < 4; i++)
        printf(" %d", number(wait(NULL)));
    printf("\n");

    start(back);
    usleep(200000);
    printf("WAIT-22 the youngest died first, all zombies:");
    for (int i = 0; i < 4; i++)
        printf(" %d", number(waitpid(-1, NULL, WNOHANG)));
    printf("\n");
    return 0;
}
