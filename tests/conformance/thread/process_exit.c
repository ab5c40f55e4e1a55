// exit in a thread, a fatal signal in a thread, exec in a thread, return from main: each ends all threads.
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void *forever(void *arg)
{
    for (;;)
        pause();
    return arg;
}

static void *exits(void *arg)
{
    (void)arg;
    exit(5);
}

static void *crashes(void *arg)
{
    *(volatile int *)arg = 1;
    return NULL;
}

static char *self;

static void *execs(void *arg)
{
    (void)arg;
    execl(self, self, "again", (char *)NULL);
    return NULL;
}

static void *raw_exit(void *arg)
{
    usleep(10000);
    syscall(SYS_exit, 11);
    return arg;
}

static void run(const char *name, void *(*f)(void *), int main_does)
{
    int status;
    fflush(stdout);
    pid_t p = fork();
    if (p == 0) {
        pthread_t t;
        pthread_create(&t, NULL, forever, NULL);
        if (f)
            pthread_create(&t, NULL, f, NULL);
        if (main_does == 0)
            forever(NULL);
        if (main_does == 1)
            syscall(SYS_exit, 4);
        _exit(6);
    }
    if (main_does == 1) {
        usleep(30000);
        printf("%s: others go on: %d\n", name, waitpid(p, &status, WNOHANG) == 0);
        kill(p, SIGKILL);
    }
    waitpid(p, &status, 0);
    if (WIFEXITED(status))
        printf("%s: exited %d\n", name, WEXITSTATUS(status));
    else
        printf("%s: signal %d\n", name, WTERMSIG(status));
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        printf("executed, thread %s\n", getpid() == (pid_t)syscall(SYS_gettid) ? "is the first" : "is not the first");
        return 8;
    }
    self = argv[0];
    run("exit in a thread", exits, 0);
    run("fault in a thread", crashes, 0);
    run("exec in a thread", execs, 0);
    run("main's _exit", NULL, 2);
    run("main's exit(2) alone", raw_exit, 1);
    return 0;
}
