// System V semaphore sets: SEM-01 to SEM-13, SEM-23 to SEM-26, SEM-36, SEM-37, SEM-39.
#include <errno.h>
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

union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
};

static long ctl(int id, int n, int cmd, int val)
{
    union semun u = {.val = val};
    return semctl(id, n, cmd, u);
}

int main(void)
{
    key_t key = 0x464d0000 + getpid();
    union semun u;
    unsigned short all[3] = {7, 8, 9}, got[3];
    struct semid_ds ds;
    struct sembuf op = {0, 1, 0};
    static struct sembuf many[501];

    printf("SEM-01 semget of a missing key: %s\n", res(semget(key, 1, 0)));
    printf("SEM-02 no semaphores: %s\n", res(semget(key, 0, IPC_CREAT | 0600)));
    printf("SEM-03 -1 semaphores: %s\n", res(semget(key, -1, IPC_CREAT | 0600)));
    printf("SEM-03b 32001 semaphores: %s\n", res(semget(key, 32001, IPC_CREAT | 0600)));
    int id = semget(key, 3, IPC_CREAT | 0640);
    printf("SEM-04 created; again with 0, 2, 3: %d %d %d\n", semget(key, 0, 0) == id, semget(key, 2, 0) == id,
           semget(key, 3, 0) == id);
    printf("SEM-05 with 4: %s\n", res(semget(key, 4, 0)));
    printf("SEM-06 IPC_EXCL: %s\n", res(semget(key, 3, IPC_CREAT | IPC_EXCL | 0600)));
    printf("SEM-07 new values: %ld %ld %ld\n", ctl(id, 0, GETVAL, 0), ctl(id, 1, GETVAL, 0), ctl(id, 2, GETVAL, 0));
    u.buf = &ds;
    semctl(id, 0, IPC_STAT, u);
    printf("SEM-37 nsems %ld, otime %ld, ctime set %d, mode %o\n", (long)ds.sem_nsems, (long)ds.sem_otime, ds.sem_ctime != 0,
           ds.sem_perm.mode);
    printf("SEM-26 GETPID before any operation: %ld\n", ctl(id, 0, GETPID, 0));
    printf("SEM-08 SETVAL 5: %s", res(ctl(id, 0, SETVAL, 5)));
    printf(", GETVAL %s\n", res(ctl(id, 0, GETVAL, 0)));
    semctl(id, 0, IPC_STAT, u);
    printf("SEM-37b after SETVAL otime is %ld", (long)ds.sem_otime);
    semop(id, &op, 1);
    semctl(id, 0, IPC_STAT, u);
    printf(", after semop it is set: %d\n", ds.sem_otime != 0);
    printf("SEM-09 SETVAL -1: %s\n", res(ctl(id, 0, SETVAL, -1)));
    printf("SEM-10 SETVAL 32768: %s", res(ctl(id, 0, SETVAL, 32768)));
    printf(", 32767: %s\n", res(ctl(id, 0, SETVAL, 32767)));
    printf("SEM-11 GETVAL of number 3: %s", res(ctl(id, 3, GETVAL, 0)));
    printf(", of -1: %s\n", res(ctl(id, -1, GETVAL, 0)));
    op.sem_num = 3;
    printf("SEM-12 semop of number 3: %s\n", res(semop(id, &op, 1)));
    u.array = all;
    printf("SEM-13 SETALL, number 99: %s", res(semctl(id, 99, SETALL, u)));
    u.array = got;
    printf(", GETALL %s", res(semctl(id, 0, GETALL, u)));
    printf(": %d %d %d\n", got[0], got[1], got[2]);
    op.sem_num = 0;
    printf("SEM-23 no operations: %s\n", res(semop(id, &op, 0)));
    printf("SEM-24 501 operations: %s", res(semop(id, many, 501)));
    for (int i = 0; i < 500; i++)
        many[i] = (struct sembuf){1, i % 2 ? -1 : 1, 0};
    printf(", 500: %s\n", res(semop(id, many, 500)));
    printf("SEM-25 id -1: %s", res(semop(-1, &op, 1)));
    printf(", 999999: %s\n", res(semop(999999, &op, 1)));
    printf("SEM-25b bad pointer: %s\n", res(semop(id, (struct sembuf *)1, 1)));
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        op.sem_num = 2;
        semop(id, &op, 1);
        _exit(0);
    }
    wait(NULL);
    printf("SEM-26 GETPID: after SETALL mine %d, after a child's semop the child's %d\n",
           ctl(id, 0, GETPID, 0) == getpid(), ctl(id, 2, GETPID, 0) == pid);
    printf("SEM-39 bad command: %s\n", res(ctl(id, 0, 99, 0)));
    printf("SEM-36 removed: %s", res(ctl(id, 0, IPC_RMID, 0)));
    printf(", semop %s", res(semop(id, &op, 1)));
    printf(", GETVAL %s\n", res(ctl(id, 0, GETVAL, 0)));
    return 0;
}
