// atexit handlers: PROC-30.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void first(void)
{
    write(1, " first", 6);
}

static void second(void)
{
    write(1, " second", 7);
}

static void third(void)
{
    write(1, " third", 6);
}

static void run(const char *what, void (*f)(char *), char *arg)
{
    printf("%s:", what);
    fflush(stdout);
    if (fork() == 0) {
        f(arg);
        _exit(0);
    }
    wait(NULL);
    printf("\n");
    fflush(stdout);
}

static void do_exit(char *arg)
{
    exit(0);
}

static void do_quick(char *arg)
{
    _exit(0);
}

static void do_kill(char *arg)
{
    raise(SIGKILL);
}

static void do_exec(char *arg)
{
    execl(arg, arg, "again", (char *)NULL);
}

static void do_more(char *arg)
{
    atexit(third);
    exit(0);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        exit(0);
    atexit(first);
    atexit(second);
    run("PROC-30 inherited by fork, run by the child's exit", do_exit, NULL);
    run("PROC-30 one more in the child", do_more, NULL);
    run("PROC-30 _exit", do_quick, NULL);
    run("PROC-30 death by a signal", do_kill, NULL);
    run("PROC-30 exec, then exit", do_exec, argv[0]);
    printf("PROC-30 the parent's own return from main:");
    fflush(stdout);
    return 0;
}
