// Attachments through fork, exit and exec: SHM-13 to SHM-16, SHM-19, SHM-20, SHM-26. The program executes itself.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

static int id;

static int nattch(void)
{
    struct shmid_ds ds;
    shmctl(id, IPC_STAT, &ds);
    return ds.shm_nattch;
}

int main(int argc, char **argv)
{
    int status;
    struct rlimit none = {0, 0};
    if (argc > 1) {
        id = atoi(argv[1]);
        printf("SHM-16 after exec: nattch %d\n", nattch());
        return 0;
    }
    setrlimit(RLIMIT_CORE, &none);
    id = shmget(IPC_PRIVATE, 4096, 0600);
    char *p = shmat(id, NULL, 0);
    strcpy(p, "parent");
    fflush(stdout);
    if (fork() == 0) {
        printf("SHM-13 in the child: nattch %d, sees %s\n", nattch(), p);
        strcpy(p, "child");
        exit(0);
    }
    wait(NULL);
    printf("SHM-14 the parent sees: %s\n", p);
    printf("SHM-15 after the child's exit: nattch %d\n", nattch());
    fflush(stdout);
    if (fork() == 0) {
        strcpy(p, "killed");
        raise(SIGKILL);
    }
    wait(NULL);
    printf("SHM-15 after a death by SIGKILL: nattch %d, %s\n", nattch(), p);
    fflush(stdout);
    if (fork() == 0) {
        char text[20];
        sprintf(text, "%d", id);
        execl(argv[0], argv[0], text, (char *)NULL);
        _exit(1);
    }
    wait(NULL);
    fflush(stdout);
    if (fork() == 0) {
        char *r = shmat(id, NULL, SHM_RDONLY);
        printf("SHM-19 reading a SHM_RDONLY attachment: %s\n", r);
        fflush(stdout);
        r[0] = 'x';
        _exit(0);
    }
    wait(&status);
    printf("SHM-19 writing it: killed by SIGSEGV %d\n", WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
    fflush(stdout);
    if (fork() == 0) {
        shmdt(p);
        p[0] = 'x';
        _exit(0);
    }
    wait(&status);
    printf("SHM-20 access after shmdt: killed by SIGSEGV %d\n", WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
    shmdt(p);
    printf("SHM-26 detached: nattch %d", nattch());
    p = shmat(id, NULL, 0);
    printf(", attached again it has: %s\n", p);
    shmctl(id, IPC_RMID, NULL);
    return 0;
}
