// Blocked senders and receivers: MSG-21 to MSG-26, MSG-37, INTR-13, INTR-14.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
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

static struct {
    long type;
    char text[8192];
} m = {1};

static volatile int ran;

static void handler(int sig)
{
    ran++;
}

static void nap(int ms)
{
    usleep(ms * 1000);
}

/* A child that does what f does; its line of output goes out at once. */
static pid_t child(void (*f)(int), int arg)
{
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        f(arg);
        fflush(stdout);
        _exit(0);
    }
    return pid;
}

static void send_blocking(int q)
{
    m.type = 5;
    long r = msgsnd(q, &m, 100, 0);
    printf("%s\n", res(r));
}

static void receive_blocking(int q)
{
    long r = msgrcv(q, &m, sizeof m.text, 7, 0);
    printf("%s\n", res(r));
}

static int order_queue, report[2];

static void receive_nth(int n)
{
    msgrcv(order_queue, &m, 100, 0, 0);
    char c = '0' + n;
    write(report[1], &c, 1);
    nap(50);
}

int main(void)
{
    int q = msgget(IPC_PRIVATE, 0600);
    pid_t pid;
    msgsnd(q, &m, 8192, 0);
    msgsnd(q, &m, 8192, 0);
    pid = child(send_blocking, q);
    nap(60);
    printf("MSG-21 the queue is full, msgsnd waits: %d", waitpid(pid, NULL, WNOHANG) == 0);
    printf(", after a msgrcv it returns: ");
    fflush(stdout);
    msgrcv(q, &m, 8192, 0, 0);
    waitpid(pid, NULL, 0);
    m.type = 1;
    msgsnd(q, &m, 8000, 0);
    printf("MSG-22 blocked msgsnd, queue removed: ");
    pid = child(send_blocking, q);
    nap(60);
    msgctl(q, IPC_RMID, NULL);
    waitpid(pid, NULL, 0);
    printf("MSG-23 msgsnd to a removed id: %s", res(msgsnd(q, &m, 1, 0)));
    printf(", msgrcv %s", res(msgrcv(q, &m, 1, 0, 0)));
    printf(", msgctl %s\n", res(msgctl(q, IPC_RMID, NULL)));

    q = msgget(IPC_PRIVATE, 0600);
    printf("MSG-24 blocked msgrcv, queue removed: ");
    pid = child(receive_blocking, q);
    nap(60);
    msgctl(q, IPC_RMID, NULL);
    waitpid(pid, NULL, 0);

    q = msgget(IPC_PRIVATE, 0600);
    pid = child(receive_blocking, q);
    nap(60);
    m.type = 6;
    msgsnd(q, &m, 3, 0);
    nap(60);
    printf("MSG-25 a message of another type, still blocked: %d", waitpid(pid, NULL, WNOHANG) == 0);
    printf(", the right type: ");
    fflush(stdout);
    m.type = 7;
    msgsnd(q, &m, 4, 0);
    waitpid(pid, NULL, 0);
    msgctl(q, IPC_RMID, NULL);

    pid_t me = getpid();
    for (int restart = 0; restart < 2; restart++) {
        struct sigaction sa = {.sa_handler = handler, .sa_flags = restart ? SA_RESTART : 0};
        sigaction(SIGALRM, &sa, NULL);
        q = msgget(IPC_PRIVATE, 0600);
        ran = 0;
        ualarm(60000, 0);
        const char *r = res(msgrcv(q, &m, 100, 0, 0));
        printf("INTR-13 msgrcv, SA_RESTART=%d: %s, handler ran %d\n", restart, r, ran);
        m.type = 1;
        msgsnd(q, &m, 8192, 0);
        msgsnd(q, &m, 8192, 0);
        ran = 0;
        ualarm(60000, 0);
        r = res(msgsnd(q, &m, 1, 0));
        printf("INTR-14 msgsnd, SA_RESTART=%d: %s, handler ran %d\n", restart, r, ran);
        if (restart)
            printf("MSG-26 not restarted: %s\n", r);
        msgctl(q, IPC_RMID, NULL);
    }

    order_queue = msgget(IPC_PRIVATE, 0600);
    pipe(report);
    for (int i = 1; i <= 4; i++) {
        child(receive_nth, i);
        nap(80);
    }
    char got[5] = "";
    for (int i = 0; i < 4; i++) {
        msgsnd(order_queue, &m, 1, 0);
        read(report[0], got + i, 1);
    }
    printf("MSG-37 receivers were served in the order: %s\n", got);
    while (wait(NULL) > 0)
        ;
    msgctl(order_queue, IPC_RMID, NULL);
    return 0;
}
