// Which child wait() returns: WAIT-20 to WAIT-22.
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define N 4

static pid_t pids[N];

static int number(pid_t pid)
{
    for (int i = 0; i < N; i++)
        if (pids[i] == pid)
            return i + 1;
    return 0;
}

/* Children that end one after the other: child i is the rank[i]-th to go, some time after the one before it. */
static void start(const int *rank)
{
    int turn[N + 1][2];
    char c;
    fflush(stdout);
    for (int i = 0; i <= N; i++)
        pipe(turn[i]);
    for (int i = 0; i < N; i++)
        if ((pids[i] = fork()) == 0) {
            for (int k = 0; k <= N; k++)
                if (k != rank[i])
                    close(turn[k][1]);
            read(turn[rank[i] - 1][0], &c, 1);
            usleep(60000);
            _exit(i + 1);
        }
    for (int i = 0; i <= N; i++) {
        close(turn[i][0]);
        close(turn[i][1]);
    }
}

int main(void)
{
    int status, p[2];
    static const int mixed[] = {3, 1, 2, 4}, back[] = {4, 3, 2, 1};
    char c;

    start(mixed);
    printf("WAIT-20 children end in the order 2 3 1 4, wait gives:");
    for (int i = 0; i < N; i++) {
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

    pipe(p);
    fflush(stdout);
    for (int i = 0; i < N; i++)
        if ((pids[i] = fork()) == 0)
            _exit(i + 1);
    close(p[1]);
    read(p[0], &c, 1);
    usleep(60000);
    printf("WAIT-21 all of them zombies:");
    for (int i = 0; i < N; i++)
        printf(" %d", number(wait(NULL)));
    printf("\n");

    pipe(p);
    start(back);
    close(p[1]);
    read(p[0], &c, 1);
    usleep(60000);
    printf("WAIT-22 the youngest died first, all zombies:");
    for (int i = 0; i < N; i++)
        printf(" %d", number(waitpid(-1, NULL, WNOHANG)));
    printf("\n");
    return 0;
}
