// A fan of processes, each with a result that the parent collects by pid, whatever the order in which they end.
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define N 8

static int work(int i)
{
    int sum = 0;
    for (int k = 1; k <= i * 3; k++)
        sum += k;
    return sum % 200;
}

int main(void)
{
    pid_t pid[N];
    int result[N];

    for (int i = 0; i < N; i++) {
        pid[i] = fork();
        if (pid[i] < 0) {
            perror("fork");
            return 1;
        }
        if (pid[i] == 0)
            exit(work(i));
    }
    for (int left = N; left > 0; left--) {
        int status;
        pid_t p = wait(&status);
        for (int i = 0; i < N; i++)
            if (pid[i] == p)
                result[i] = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    for (int i = 0; i < N; i++)
        printf("child %d computed %d\n", i, result[i]);
    return 0;
}
