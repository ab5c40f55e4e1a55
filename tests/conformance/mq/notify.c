// mq_notify: MQ-27 to MQ-33.
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A result as text: the number, or -1 and why. */
static const char *res(long r)
{
    static char text[8][64];
    static int next;
    char *t = text[next++ % 8];
    if (r == -1)
        snprintf(t, 64, "-1 %s", strerror(errno));
    else
        snprintf(t, 64, "%ld", r);
    return t;
}

static volatile int ran, code, value, from_me;

static void action(int sig, siginfo_t *si, void *context)
{
    ran++;
    code = si->si_code;
    value = si->si_value.sival_int;
    from_me = si->si_pid == getpid();
}

int main(void)
{
    char name[40], buf[20];
    struct mq_attr a = {.mq_maxmsg = 5, .mq_msgsize = 20};
    struct sigaction sa = {.sa_sigaction = action, .sa_flags = SA_SIGINFO | SA_RESTART};
    struct sigevent ev = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1, .sigev_value.sival_int = 55};
    sprintf(name, "/forklore-%d", (int)getpid());
    mqd_t q = mq_open(name, O_CREAT | O_RDWR, 0600, &a);
    mq_unlink(name);
    sigaction(SIGUSR1, &sa, NULL);

    printf("MQ-27 mq_notify: %s\n", res(mq_notify(q, &ev)));
    printf("MQ-28 again: %s\n", res(mq_notify(q, &ev)));
    fflush(stdout);
    if (fork() == 0) {
        printf("MQ-28b by another process: %s\n", res(mq_notify(q, &ev)));
        fflush(stdout);
        _exit(0);
    }
    wait(NULL);
    mq_send(q, "one", 3, 0);
    printf("MQ-29 a message arrives: signalled %d, SI_MESGQ %d, value %d, pid mine %d\n", ran, code == SI_MESGQ, value, from_me);
    mq_receive(q, buf, 20, NULL);
    mq_send(q, "two", 3, 0);
    printf("MQ-30 the next one: signalled %d\n", ran);
    printf("MQ-31 registering with a message there: %s", res(mq_notify(q, &ev)));
    mq_send(q, "three", 5, 0);
    printf(", another arrives: signalled %d\n", ran);
    mq_receive(q, buf, 20, NULL);
    mq_receive(q, buf, 20, NULL);
    mq_send(q, "four", 4, 0);
    printf("MQ-31b emptied first: signalled %d\n", ran);
    mq_receive(q, buf, 20, NULL);
    mq_notify(q, &ev);
    printf("MQ-32 cancelled: %s", res(mq_notify(q, NULL)));
    mq_send(q, "five", 4, 0);
    printf(", signalled %d\n", ran);
    printf("MQ-32 cancelling nothing: %s\n", res(mq_notify(q, NULL)));
    mq_receive(q, buf, 20, NULL);

    mq_notify(q, &ev);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        mq_receive(q, buf, 20, NULL);
        _exit(0);
    }
    usleep(80000);
    mq_send(q, "six", 3, 0);
    waitpid(pid, NULL, 0);
    printf("MQ-33 a blocked receiver took it: signalled %d\n", ran);
    mq_send(q, "seven", 5, 0);
    printf("MQ-33 the registration stays: signalled %d\n", ran);
    return 0;
}
