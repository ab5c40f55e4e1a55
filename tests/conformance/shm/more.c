// Segments beyond the facts: where they go, parts of attachments, mprotect, vfork's child, the ctl calls.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

enum { P = 4096 };
#define AT ((char *)0x20000000)

static int id;

static const char *res(long r)
{
    return r == -1 ? strerror(errno) : "ok";
}

static int nattch(void)
{
    struct shmid_ds ds;
    return shmctl(id, IPC_STAT, &ds) < 0 ? -1 : (int)ds.shm_nattch;
}

int main(void)
{
    struct shmid_ds ds;
    struct shminfo limits;
    struct shm_info info;
    setvbuf(stdout, NULL, _IONBF, 0);
    id = shmget(IPC_PRIVATE, 4 * P - 10, 0600);
    printf("at an address: %d\n", shmat(id, AT, 0) == AT);
    printf("there again: %s\n", res((long)shmat(id, AT + P, 0)));
    printf("SHM_REMAP: %d, nattch %d\n", shmat(id, AT, SHM_REMAP) == AT, nattch());
    printf("SHM_REMAP without address: %s\n", res((long)shmat(id, NULL, SHM_REMAP)));
    printf("SHM_RND: %d, nattch %d\n", shmat(id, AT + 16 * P + 77, SHM_RND) == AT + 16 * P, nattch());
    strcpy(AT + 2 * P, "third page");
    printf("in both: %s\n", AT + 18 * P);
    printf("middle unmapped: %s, nattch %d\n", res(munmap(AT + P, P)), nattch());
    printf("shmdt of the rest's address: %s\n", res(shmdt(AT + 2 * P)));
    printf("shmdt: %s, nattch %d\n", res(shmdt(AT)), nattch());
    printf("first page unmapped: %s, nattch %d, ", res(munmap(AT + 16 * P, P)), nattch());
    printf("shmdt by its old address: %s, nattch %d\n", res(shmdt(AT + 16 * P)), nattch());
    char *p = shmat(id, NULL, 0);
    printf("kept: %s\n", p + 2 * P);
    pid_t pid = vfork();
    if (pid == 0)
        _exit(nattch());
    int status;
    waitpid(pid, &status, 0);
    printf("vfork's child saw nattch %d, then %d\n", WEXITSTATUS(status), nattch());
    shmctl(id, IPC_STAT, &ds);
    printf("lpid %d, cpid mine %d, size %d\n", ds.shm_lpid == getpid(), ds.shm_cpid == getpid(), (int)ds.shm_segsz);
    ds.shm_perm.mode = 0640;
    printf("IPC_SET: %s, ", res(shmctl(id, IPC_SET, &ds)));
    shmctl(id, IPC_STAT, &ds);
    printf("mode %o\n", ds.shm_perm.mode);
    printf("IPC_INFO: %d, min %d, segments %d\n", shmctl(0, IPC_INFO, (void *)&limits) >= 0, (int)limits.shmmin, (int)limits.shmmni);
    printf("SHM_INFO: %d\n", shmctl(0, SHM_INFO, (void *)&info) >= 0);
    printf("SHM_STAT of a free slot: %s\n", res(shmctl(20000, SHM_STAT, &ds)));
    printf("mremap: %d, nattch %d\n", mremap(p, 4 * P, 2 * P, 0) == p, nattch());
    printf("shmdt of it: %s, nattch %d\n", res(shmdt(p)), nattch());
    printf("unaligned shmdt: %s\n", res(shmdt(AT + 1)));
    p = shmat(id, NULL, 0);
    if (fork() == 0) {
        shmctl(id, IPC_RMID, NULL);
        shmdt(p);
        strcpy(shmat(id, NULL, 0), "marked, and attached by id");
        _exit(0);
    }
    wait(NULL);
    printf("%s, nattch %d\n", p, nattch());
    printf("mmap over it: %d, nattch %d\n", mmap(p, 4 * P, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == p, nattch());
    printf("gone: %s\n", res(shmctl(id, IPC_STAT, &ds)));
    return 0;
}
