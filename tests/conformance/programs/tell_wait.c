// TELL_WAIT of the textbooks: parent and child write in an agreed order, once by pipes, once by signals.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int p1[2], p2[2];
static volatile sig_atomic_t flag;
static sigset_t newmask, oldmask, zeromask;

static void on_usr(int sig)
{
    flag = 1;
}

static void by_letter(const char *s)
{
    setbuf(stdout, NULL);
    for (; *s; s++)
        putchar(*s);
}

static void await(void)
{
    while (!flag)
        sigsuspend(&zeromask);
    flag = 0;
}

int main(void)
{
    char c;
    pid_t pid;
    pipe(p1);
    pipe(p2);
    if ((pid = fork()) == 0) {
        read(p1[0], &c, 1);
        by_letter("second: output from child (pipes)\n");
        write(p2[1], "c", 1);
        exit(0);
    }
    by_letter("first: output from parent (pipes)\n");
    write(p1[1], "p", 1);
    read(p2[0], &c, 1);
    by_letter("third: parent again\n");
    waitpid(pid, NULL, 0);

    signal(SIGUSR1, on_usr);
    sigemptyset(&zeromask);
    sigemptyset(&newmask);
    sigaddset(&newmask, SIGUSR1);
    sigprocmask(SIG_BLOCK, &newmask, &oldmask);
    if ((pid = fork()) == 0) {
        by_letter("first: output from child (signals)\n");
        kill(getppid(), SIGUSR1);
        await();
        by_letter("third: child again\n");
        exit(0);
    }
    await();
    by_letter("second: output from parent (signals)\n");
    kill(pid, SIGUSR1);
    waitpid(pid, NULL, 0);
    sigprocmask(SIG_SETMASK, &oldmask, NULL);
    return 0;
}
