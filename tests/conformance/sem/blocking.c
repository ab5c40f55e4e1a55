// Blocked semop: SEM-27 to SEM-30, SEM-35, INTR-15.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/sem.h>
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

static int id, report[2];
static volatile int ran;

static void handler(int sig)
{
    ran++;
}

static long op(int delta)
{
    struct sembuf b = {0, delta, 0};
    return semop(id, &b, 1);
}

/* A child that is blocked in semop(delta) and writes its letter when it goes on. */
static pid_t waiter(char letter, int delta)
{
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        long r = op(delta);
        if (r == -1)
            letter = errno == EIDRM ? 'R' : '?';
        write(report[1], &letter, 1);
        _exit(0);
    }
    usleep(60000);
    return pid;
}

static int counts(int cmd)
{
    return semctl(id, 0, cmd);
}

static void collect(const char *what, int n)
{
    char got[10] = "";
    for (int i = 0; i < n; i++)
        read(report[0], got + i, 1);
    printf("%s: %s\n", what, got);
}

int main(void)
{
    pipe(report);
    id = semget(IPC_PRIVATE, 1, 0600);
    waiter('a', -1);
    waiter('b', -2);
    printf("SEM-27 two waiters to decrease: GETNCNT %d, GETZCNT %d\n", counts(GETNCNT), counts(GETZCNT));
    op(1);
    collect("SEM-28 +1 wakes", 1);
    op(1);
    usleep(60000);
    printf("SEM-28 +1 is not enough for -2: GETNCNT %d, value %d\n", counts(GETNCNT), counts(GETVAL));
    op(1);
    collect("SEM-28 another +1 wakes", 1);
    printf("SEM-28 value %d, GETNCNT %d\n", counts(GETVAL), counts(GETNCNT));

    waiter('c', -1);
    waiter('d', -1);
    op(2);
    char two[3] = "";
    read(report[0], two, 1);
    read(report[0], two + 1, 1);
    printf("SEM-28 +2 wakes both: %d\n", (two[0] == 'c') + (two[0] == 'd') + (two[1] == 'c') + (two[1] == 'd'));

    op(1);
    waiter('z', 0);
    printf("SEM-27 a waiter for zero: GETNCNT %d, GETZCNT %d\n", counts(GETNCNT), counts(GETZCNT));
    op(-1);
    collect("SEM-28 at zero", 1);

    waiter('2', -2);
    waiter('1', -1);
    op(1);
    collect("SEM-29 -2 waits longer, -1 is possible: goes on", 1);
    printf("SEM-29 still waiting: %d\n", counts(GETNCNT));
    op(2);
    collect("SEM-29 then", 1);

    waiter('A', -1);
    waiter('B', -1);
    waiter('C', -1);
    for (int i = 0; i < 3; i++) {
        op(1);
        usleep(40000);
    }
    collect("SEM-30 equal waiters, one +1 after the other", 3);

    waiter('r', -1);
    semctl(id, 0, IPC_RMID);
    collect("SEM-35 the set is removed, semop says EIDRM (R)", 1);
    while (wait(NULL) > 0)
        ;
    id = semget(IPC_PRIVATE, 1, 0600);
    for (int restart = 0; restart < 2; restart++) {
        struct sigaction sa = {.sa_handler = handler, .sa_flags = restart ? SA_RESTART : 0};
        sigaction(SIGALRM, &sa, NULL);
        ran = 0;
        ualarm(60000, 0);
        const char *r = res(op(-1));
        printf("INTR-15 semop, SA_RESTART=%d: %s, handler ran %d\n", restart, r, ran);
    }
    semctl(id, 0, IPC_RMID);
    return 0;
}
