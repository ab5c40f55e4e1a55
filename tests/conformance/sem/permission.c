// conformance: root
// Permissions of semaphore sets: SEM-40, SEM-41.
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

int main(void)
{
    int ro = semget(IPC_PRIVATE, 1, 0644), wo = semget(IPC_PRIVATE, 1, 0622);
    fflush(stdout);
    if (fork() == 0) {
        struct sembuf up = {0, 1, IPC_NOWAIT}, zero = {0, 0, IPC_NOWAIT};
        setgid(1000);
        setuid(1000);
        printf("SEM-40 +1 with read permission only: %s\n", res(semop(ro, &up, 1)));
        printf("SEM-41 wait for zero with read permission only: %s\n", res(semop(ro, &zero, 1)));
        printf("SEM-40 +1 with write permission only: %s\n", res(semop(wo, &up, 1)));
        printf("SEM-41 wait for zero with write permission only: %s\n", res(semop(wo, &zero, 1)));
        printf("SEM-40 GETVAL with read permission: %s", res(semctl(ro, 0, GETVAL)));
        printf(", without: %s\n", res(semctl(wo, 0, GETVAL)));
        printf("SEM-40 SETVAL with read permission: %s", res(semctl(ro, 0, SETVAL, 1)));
        printf(", with write permission: %s\n", res(semctl(wo, 0, SETVAL, 1)));
        printf("SEM-40 IPC_RMID: %s\n", res(semctl(wo, 0, IPC_RMID)));
        fflush(stdout);
        _exit(0);
    }
    wait(NULL);
    semctl(ro, 0, IPC_RMID);
    semctl(wo, 0, IPC_RMID);
    return 0;
}
