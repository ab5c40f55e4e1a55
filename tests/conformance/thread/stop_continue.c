// A stop signal stops all threads of a process, SIGCONT continues all.
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static int fds[2];

static void *beats(void *arg)
{
    for (;;) {
        write(fds[1], arg, 1);
        usleep(2000);
    }
}

static int drain(void)
{
    char buf[4096];
    return read(fds[0], buf, sizeof buf);
}

int main(void)
{
    int status;
    char c;
    pipe(fds);
    pid_t p = fork();
    if (p == 0) {
        pthread_t t;
        pthread_create(&t, NULL, beats, "a");
        beats("b");
    }
    int seen_a = 0, seen_b = 0;
    while (!seen_a || !seen_b) {
        read(fds[0], &c, 1);
        seen_a |= c == 'a';
        seen_b |= c == 'b';
    }
    printf("both run\n");
    kill(p, SIGSTOP);
    waitpid(p, &status, WUNTRACED);
    printf("stopped %d by %d\n", WIFSTOPPED(status), WSTOPSIG(status) == SIGSTOP);
    usleep(20000);
    write(fds[1], "x", 1);
    drain();
    usleep(20000);
    write(fds[1], "y", 1);
    printf("silent: %d\n", drain() == 1);
    kill(p, SIGCONT);
    waitpid(p, &status, WCONTINUED);
    printf("continued %d\n", WIFCONTINUED(status));
    seen_a = seen_b = 0;
    while (!seen_a || !seen_b) {
        read(fds[0], &c, 1);
        seen_a |= c == 'a';
        seen_b |= c == 'b';
    }
    printf("both run again\n");
    kill(p, SIGTERM);
    waitpid(p, &status, 0);
    printf("signal %d\n", WTERMSIG(status) == SIGTERM);
    return 0;
}
