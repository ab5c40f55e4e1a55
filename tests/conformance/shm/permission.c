// conformance: root
// Permissions of shared memory: SHM-28, SHM-29.
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
    int ro = shmget(IPC_PRIVATE, 100, 0644), wo = shmget(IPC_PRIVATE, 100, 0622), no = shmget(IPC_PRIVATE, 100, 0600);
    struct shmid_ds ds;
    strcpy(shmat(ro, NULL, 0), "text");
    fflush(stdout);
    if (fork() == 0) {
        setgid(1000);
        setuid(1000);
        printf("SHM-28 mode 0644, read-write: %s\n", at(shmat(ro, NULL, 0)));
        char *p = shmat(ro, NULL, SHM_RDONLY);
        printf("SHM-29 SHM_RDONLY: %s", at(p));
        printf(", %s\n", p);
        printf("SHM-28 mode 0622, SHM_RDONLY: %s", at(shmat(wo, NULL, SHM_RDONLY)));
        printf(", read-write: %s\n", at(shmat(wo, NULL, 0)));
        printf("SHM-28 mode 0600: %s\n", at(shmat(no, NULL, SHM_RDONLY)));
        printf("SHM-28 IPC_STAT of mode 0644: %s", res(shmctl(ro, IPC_STAT, &ds)));
        printf(", of 0600: %s\n", res(shmctl(no, IPC_STAT, &ds)));
        printf("SHM-28 IPC_RMID: %s\n", res(shmctl(ro, IPC_RMID, NULL)));
        fflush(stdout);
        _exit(0);
    }
    wait(NULL);
    shmctl(ro, IPC_RMID, NULL);
    shmctl(wo, IPC_RMID, NULL);
    shmctl(no, IPC_RMID, NULL);
    return 0;
}
