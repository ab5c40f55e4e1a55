// A long computation that reports its progress when it gets SIGUSR1 and saves its state on SIGTERM.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t report, quit;

static void handler(int sig)
{
    if (sig == SIGUSR1)
        report = 1;
    else
        quit = 1;
}

static int compute(int out)
{
    unsigned long i = 0;
    signal(SIGUSR1, handler);
    signal(SIGTERM, handler);
    write(out, &i, sizeof i);
    for (i = 1; !quit; i++) {
        if (report) {
            report = 0;
            write(out, &i, sizeof i);
        }
    }
    FILE *f = fopen("state.txt", "w");
    fprintf(f, "%lu\n", i);
    fclose(f);
    return 0;
}

int main(void)
{
    int p[2], status;
    unsigned long a, b, c = 0;
    pipe(p);
    pid_t pid = fork();
    if (pid == 0)
        exit(compute(p[1]));
    close(p[1]);
    read(p[0], &a, sizeof a);
    printf("started at %lu\n", a);
    usleep(20000);
    kill(pid, SIGUSR1);
    read(p[0], &a, sizeof a);
    usleep(20000);
    kill(pid, SIGUSR1);
    read(p[0], &b, sizeof b);
    printf("progress: %s\n", b > a ? "yes" : "no");
    kill(pid, SIGTERM);
    waitpid(pid, &status, 0);
    FILE *f = fopen("state.txt", "r");
    fscanf(f, "%lu", &c);
    fclose(f);
    printf("exit status %d, saved state is later: %s\n", WEXITSTATUS(status), c >= b ? "yes" : "no");
    unlink("state.txt");
    return 0;
}
