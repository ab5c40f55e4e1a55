// IPC_RMID with and without attachments: SHM-21 to SHM-25, SHM-27.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
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

static const char *at(void *p)
{
    return p == (void *)-1 ? res(-1) : "attached";
}

int main(void)
{
    key_t key = 0x464f0000 + getpid();
    struct shmid_ds ds;
    int id = shmget(key, 100, IPC_CREAT | 0600);
    char *p = shmat(id, NULL, 0);
    strcpy(p, "still here");
    printf("SHM-21 IPC_RMID, attached: %s", res(shmctl(id, IPC_RMID, NULL)));
    printf(", the memory: %s\n", p);
    printf("SHM-22 IPC_STAT: %s", res(shmctl(id, IPC_STAT, &ds)));
    printf(", SHM_DEST %d, key %d\n", !!(ds.shm_perm.mode & 01000), ds.shm_perm.__key);
    printf("SHM-23 the key: %s\n", res(shmget(key, 100, 0)));
    char *q = shmat(id, NULL, 0);
    printf("SHM-24 attaching it once more by id: %s\n", at(q));
    shmdt(q);
    printf("SHM-25 last detach: %s", res(shmdt(p)));
    printf(", then shmat %s", at(shmat(id, NULL, 0)));
    printf(", IPC_STAT %s\n", res(shmctl(id, IPC_STAT, &ds)));
    id = shmget(key, 100, IPC_CREAT | 0600);
    printf("SHM-27 IPC_RMID, not attached: %s", res(shmctl(id, IPC_RMID, NULL)));
    printf(", shmat %s", at(shmat(id, NULL, 0)));
    printf(", again IPC_RMID %s\n", res(shmctl(id, IPC_RMID, NULL)));

    id = shmget(IPC_PRIVATE, 100, 0600);
    p = shmat(id, NULL, 0);
    fflush(stdout);
    if (fork() == 0) {
        shmctl(id, IPC_RMID, NULL);
        strcpy(p, "removed by the child");
        _exit(0);
    }
    wait(NULL);
    printf("SHM-21 %s\n", p);
    return 0;
}
