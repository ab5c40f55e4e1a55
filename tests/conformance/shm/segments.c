// System V shared memory: SHM-01 to SHM-12, SHM-17, SHM-18, SHM-30.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
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
    key_t key = 0x464e0000 + getpid();
    struct shmid_ds ds;
    printf("SHM-01 shmget of a missing key: %s\n", res(shmget(key, 100, 0)));
    printf("SHM-02 size 0: %s\n", res(shmget(key, 0, IPC_CREAT | 0600)));
    int id = shmget(key, 100, IPC_CREAT | 0640);
    printf("SHM-03 created; again with 0, 50, 100: %d %d %d\n", shmget(key, 0, 0) == id, shmget(key, 50, 0) == id,
           shmget(key, 100, 0) == id);
    printf("SHM-04 with 5000: %s\n", res(shmget(key, 5000, 0)));
    printf("SHM-04b with 101: %s\n", res(shmget(key, 101, 0)));
    printf("SHM-05 IPC_EXCL: %s\n", res(shmget(key, 100, IPC_CREAT | IPC_EXCL | 0600)));
    shmctl(id, IPC_STAT, &ds);
    printf("SHM-08 new: segsz %ld, nattch %ld, cpid mine %d, lpid %d, mode %o, atime %ld\n", (long)ds.shm_segsz,
           (long)ds.shm_nattch, ds.shm_cpid == getpid(), ds.shm_lpid, ds.shm_perm.mode, (long)ds.shm_atime);
    char *p = shmat(id, NULL, 0);
    int zero = 1;
    for (int i = 0; i < 4096; i++)
        zero &= p[i] == 0;
    printf("SHM-06 shmat: page aligned %d, zero-filled %d\n", (long)p % 4096 == 0, zero);
    p[4095] = 'e';
    printf("SHM-07 byte 4095 of 100 can be used: %c\n", p[4095]);
    shmctl(id, IPC_STAT, &ds);
    printf("SHM-08 attached: nattch %ld, lpid mine %d, atime set %d\n", (long)ds.shm_nattch, ds.shm_lpid == getpid(),
           ds.shm_atime != 0);
    char *q = shmat(id, NULL, SHM_RDONLY);
    p[10] = 'x';
    shmctl(id, IPC_STAT, &ds);
    printf("SHM-09 attached twice: different addresses %d, same memory %c, nattch %ld\n", p != q, q[10], (long)ds.shm_nattch);
    printf("SHM-10 shmdt: %s\n", res(shmdt(q)));
    printf("SHM-11 again: %s\n", res(shmdt(q)));
    int local;
    printf("SHM-12 of another address: %s", res(shmdt(&local)));
    printf(", of the middle: %s\n", res(shmdt(p + 100)));
    printf("SHM-17 shmat at an unaligned address: %s", at(shmat(id, p + 0x10000001, 0)));
    char *r = shmat(id, p - 0x4000000 + 5, SHM_RND);
    printf(", with SHM_RND: %s", at(r));
    printf(", rounded down %d\n", r == p - 0x4000000);
    printf("SHM-18 bad id: %s", at(shmat(-1, NULL, 0)));
    printf(", %s\n", at(shmat(999999, NULL, 0)));
    printf("SHM-18b address already mapped: %s\n", at(shmat(id, p, 0)));
    printf("SHM-30 bad command: %s\n", res(shmctl(id, 99, &ds)));
    printf("SHM-30 IPC_STAT, bad pointer: %s\n", res(shmctl(id, IPC_STAT, (struct shmid_ds *)1)));
    shmctl(id, IPC_RMID, NULL);
    return 0;
}
