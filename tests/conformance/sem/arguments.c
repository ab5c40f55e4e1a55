// semctl's fourth argument in the ways that programs pass it, and the lists of waiters with several operations.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
    struct seminfo *__buf;
};

static int id, report[2];

/* A child that does two operations and then writes its letter. */
static void child(char letter, int n1, int op1, int n2, int op2)
{
    if (fork() == 0) {
        struct sembuf ops[2] = {{n1, op1, 0}, {n2, op2, 0}};
        int r = semop(id, ops, n2 < 0 ? 1 : 2);
        if (r < 0)
            letter = errno == EIDRM ? '!' : '?';
        write(report[1], &letter, 1);
        _exit(0);
    }
    usleep(60000);
}

static void show(const char *what)
{
    char got[20];
    usleep(60000);
    int n = 0;
    union semun u;
    unsigned short values[2];
    u.array = values;
    write(report[1], ".", 1);
    n = read(report[0], got, sizeof got);
    semctl(id, 0, GETALL, u);
    printf("%s: woken %.*s values %d %d, ncnt %d %d, zcnt %d %d\n", what, n, got, values[0], values[1],
           semctl(id, 0, GETNCNT), semctl(id, 1, GETNCNT), semctl(id, 0, GETZCNT), semctl(id, 1, GETZCNT));
}

int main(void)
{
    unsigned short values[2] = {3, 4}, back[2];
    struct semid_ds ds;
    struct seminfo info;
    union semun u;
    id = semget(IPC_PRIVATE, 2, 0600);
    printf("a pointer: %d, ", semctl(id, 0, SETALL, values));
    printf("an int: %d, ", semctl(id, 0, SETVAL, 7));
    u.array = back;
    printf("a union: %d, ", semctl(id, 0, GETALL, u));
    printf("values %d %d\n", back[0], back[1]);
    printf("IPC_STAT: %d, ", semctl(id, 0, IPC_STAT, &ds));
    printf("nsems %d\n", (int)ds.sem_nsems);
    u.__buf = &info;
    printf("IPC_INFO: %d, ", semctl(0, 0, IPC_INFO, u) >= 0);
    printf("vmx %d, opm %d\n", info.semvmx, info.semopm);
    printf("a bad value in SETALL: %d, ", semctl(id, 0, SETALL, (unsigned short[]){1, 40000}));
    printf("%s\n", strerror(errno));

    pipe(report);
    setvbuf(stdout, NULL, _IONBF, 0);
    semctl(id, 0, SETVAL, 0);
    semctl(id, 1, SETVAL, 0);
    child('a', 0, -1, 1, -1);
    child('b', 0, -1, -1, 0);
    child('c', 1, -1, -1, 0);
    show("three wait");
    semop(id, &(struct sembuf){1, 1, 0}, 1);
    show("+1 on the second");
    semop(id, &(struct sembuf){0, 1, 0}, 1);
    show("+1 on the first");
    semop(id, (struct sembuf[]){{0, 1, 0}, {1, 1, 0}}, 2);
    show("+1 on both");
    semop(id, (struct sembuf[]){{0, 2, 0}, {1, 2, 0}}, 2);
    child('d', 0, 0, 1, 0);
    child('e', 1, 0, -1, 0);
    child('f', 0, 0, 0, 5);
    show("three wait for zero");
    semctl(id, 1, SETVAL, 0);
    show("the second is zero");
    semctl(id, 0, SETALL, (unsigned short[]){0, 1});
    show("the first is zero");
    child('g', 0, -9, -1, 0);
    semctl(id, 0, IPC_RMID);
    char got[10];
    usleep(60000);
    int n = read(report[0], got, sizeof got);
    printf("removed: %.*s\n", n, got);
    while (wait(NULL) > 0)
        ;
    return 0;
}
