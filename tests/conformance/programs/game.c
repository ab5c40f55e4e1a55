// A number guessing game between two processes, with formatted text over pipes and stdio streams on both ends.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void guesser(FILE *in, FILE *out)
{
    int lo = 1, hi = 1000;
    char answer[20];
    for (;;) {
        int guess = (lo + hi) / 2;
        fprintf(out, "guess %d\n", guess);
        fflush(out);
        if (!fgets(answer, sizeof answer, in) || !strcmp(answer, "right\n"))
            return;
        if (!strcmp(answer, "low\n"))
            lo = guess + 1;
        else
            hi = guess - 1;
    }
}

static int judge(FILE *in, FILE *out, int secret)
{
    int guess, n = 0;
    while (fscanf(in, " guess %d", &guess) == 1) {
        n++;
        const char *a = guess < secret ? "low" : guess > secret ? "high" : "right";
        printf("%d is %s\n", guess, a);
        fprintf(out, "%s\n", a);
        fflush(out);
        if (guess == secret)
            break;
    }
    return n;
}

int main(void)
{
    int down[2], up[2];
    pipe(down);
    pipe(up);
    if (fork() == 0) {
        close(down[1]);
        close(up[0]);
        guesser(fdopen(down[0], "r"), fdopen(up[1], "w"));
        _exit(0);
    }
    close(down[0]);
    close(up[1]);
    srand(7);
    int n = judge(fdopen(up[0], "r"), fdopen(down[1], "w"), rand() % 1000 + 1);
    printf("found after %d guesses\n", n);
    wait(NULL);
    return 0;
}
