// A token goes round a ring of processes; each adds its number.
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    int n = argc > 1 ? atoi(argv[1]) : 10, rounds = 5;
    int (*p)[2] = malloc(n * sizeof *p);
    long token;

    for (int i = 0; i < n; i++)
        if (pipe(p[i]) < 0) {
            perror("pipe");
            return 1;
        }
    for (int i = 1; i < n; i++)
        if (fork() == 0) {
            for (int k = 0; k < n; k++) {
                if (k != i - 1)
                    close(p[k][0]);
                if (k != i)
                    close(p[k][1]);
            }
            while (read(p[i - 1][0], &token, sizeof token) == sizeof token) {
                token += i;
                write(p[i][1], &token, sizeof token);
            }
            _exit(i);
        }
    for (int k = 0; k < n; k++) {
        if (k != n - 1)
            close(p[k][0]);
        if (k != 0)
            close(p[k][1]);
    }
    token = 0;
    for (int r = 1; r <= rounds; r++) {
        write(p[0][1], &token, sizeof token);
        read(p[n - 1][0], &token, sizeof token);
        printf("round %d: the token is %ld\n", r, token);
    }
    close(p[0][1]);
    int sum = 0, status;
    while (wait(&status) > 0)
        sum += WEXITSTATUS(status);
    printf("the others have ended, their numbers add up to %d\n", sum);
    return 0;
}
