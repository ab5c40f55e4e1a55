// semop: SEM-14 to SEM-22, SEM-38.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <time.h>
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

static int id;

static const char *op(int num, int delta, int flags)
{
    struct sembuf b = {num, delta, flags};
    return res(semop(id, &b, 1));
}

static int val(int num)
{
    return semctl(id, num, GETVAL);
}

int main(void)
{
    id = semget(IPC_PRIVATE, 2, 0600);
    printf("SEM-14 +5: %s", op(0, 5, 0));
    printf(", value %d\n", val(0));
    printf("SEM-15 -3: %s", op(0, -3, 0));
    printf(", value %d\n", val(0));
    printf("SEM-17 0 at 2, IPC_NOWAIT: %s\n", op(0, 0, IPC_NOWAIT));
    printf("SEM-18 -3 at 2, IPC_NOWAIT: %s", op(0, -3, IPC_NOWAIT));
    printf(", value %d\n", val(0));
    op(0, -2, 0);
    printf("SEM-16 0 at 0: %s\n", op(0, 0, 0));
    semctl(id, 1, SETVAL, 32767);
    printf("SEM-19 +1 at 32767: %s", op(1, 1, 0));
    printf(", value %d\n", val(1));
    semctl(id, 1, SETVAL, 0);
    struct sembuf two[2] = {{0, 1, IPC_NOWAIT}, {1, -1, IPC_NOWAIT}};
    printf("SEM-20 +1 on one and -1 on another at 0: %s", res(semop(id, two, 2)));
    printf(", values %d %d\n", val(0), val(1));
    two[1].sem_num = 7;
    printf("SEM-20b second out of range: %s", res(semop(id, two, 2)));
    printf(", values %d %d\n", val(0), val(1));
    two[0] = (struct sembuf){0, 1, IPC_NOWAIT};
    two[1] = (struct sembuf){0, -1, IPC_NOWAIT};
    printf("SEM-21 +1, -1 on the same one at 0: %s", res(semop(id, two, 2)));
    printf(", value %d\n", val(0));
    two[0].sem_op = -1;
    two[1].sem_op = 1;
    printf("SEM-22 -1, +1 at 0: %s", res(semop(id, two, 2)));
    printf(", value %d\n", val(0));
    struct sembuf lock[2] = {{0, 0, IPC_NOWAIT}, {0, 1, IPC_NOWAIT}};
    printf("SEM-21 wait for zero and add, at 0: %s", res(semop(id, lock, 2)));
    printf(", again: %s", res(semop(id, lock, 2)));
    printf(", value %d\n", val(0));
    struct timespec t = {0, 60000000};
    struct sembuf down = {1, -1, 0};
    printf("SEM-38 semtimedop, time-out: %s", res(semtimedop(id, &down, 1, &t)));
    t.tv_nsec = -1;
    printf(", bad time %s\n", res(semtimedop(id, &down, 1, &t)));
    semctl(id, 0, IPC_RMID);
    return 0;
}
