// A barrier of processes by pipes: nobody starts the second phase before all have ended the first.
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define N 5

int main(void)
{
    int arrive[2], go[2], log[2];
    char c = 'x', line[4 * N];
    pipe(arrive);
    pipe(go);
    pipe(log);
    for (int i = 0; i < N; i++)
        if (fork() == 0) {
            char mark[2] = {'a' + i, 'A' + i};
            usleep((N - i) * 15000);
            write(log[1], &mark[0], 1);
            write(arrive[1], &c, 1);
            read(go[0], &c, 1);
            usleep(i * 15000);
            write(log[1], &mark[1], 1);
            _exit(0);
        }
    for (int i = 0; i < N; i++)
        read(arrive[0], &c, 1);
    write(log[1], "|", 1);
    write(go[1], "ggggg", N);
    while (wait(NULL) > 0)
        ;
    close(log[1]);
    int n = 0, r, first = 0, second = 0, past = 0, wrong = 0;
    while ((r = read(log[0], line + n, sizeof line - n)) > 0)
        n += r;
    for (int i = 0; i < n; i++) {
        if (line[i] == '|')
            past = 1;
        else if (line[i] >= 'a')
            first++, wrong += past;
        else
            second++, wrong += !past;
    }
    printf("first phase %d, second phase %d, out of turn %d\n", first, second, wrong);
    return 0;
}
