// SEM_UNDO: SEM-31 to SEM-34, SEM-42. The program executes itself.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <unistd.h>

static int id;

static void op(int num, int delta, int flags)
{
    struct sembuf b = {num, delta, flags};
    semop(id, &b, 1);
}

static int val(int num)
{
    return semctl(id, num, GETVAL);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        id = atoi(argv[1]);
        printf("SEM-42 after exec the value is still: %d\n", val(0));
        return 0;
    }
    id = semget(IPC_PRIVATE, 2, 0600);
    semctl(id, 0, SETVAL, 5);
    fflush(stdout);
    if (fork() == 0) {
        op(0, -2, SEM_UNDO);
        op(0, 4, SEM_UNDO);
        op(1, 7, SEM_UNDO);
        op(0, 10, 0);
        printf("SEM-31 in the process: %d %d\n", val(0), val(1));
        exit(0);
    }
    wait(NULL);
    printf("SEM-31 after its exit: %d %d\n", val(0), val(1));

    semctl(id, 0, SETVAL, 5);
    fflush(stdout);
    if (fork() == 0) {
        op(0, -5, SEM_UNDO);
        raise(SIGKILL);
    }
    wait(NULL);
    printf("SEM-32 after death by SIGKILL: %d\n", val(0));

    int p[2];
    char c;
    pipe(p);
    fflush(stdout);
    if (fork() == 0) {
        op(0, -1, SEM_UNDO);
        op(1, 1, SEM_UNDO);
        write(p[1], "x", 1);
        usleep(80000);
        exit(0);
    }
    read(p[0], &c, 1);
    semctl(id, 0, SETVAL, 100);
    wait(NULL);
    printf("SEM-33 SETVAL meanwhile clears the undo: %d, of the other semaphore not: %d\n", val(0), val(1));
    semctl(id, 0, SETVAL, 5);
    fflush(stdout);
    if (fork() == 0) {
        op(0, -3, SEM_UNDO);
        if (fork() == 0)
            exit(0);
        wait(NULL);
        printf("SEM-34 after the exit of a child of its own: %d\n", val(0));
        exit(0);
    }
    wait(NULL);
    printf("SEM-34 after its own exit: %d\n", val(0));

    fflush(stdout);
    if (fork() == 0) {
        char text[20];
        op(0, -4, SEM_UNDO);
        sprintf(text, "%d", id);
        execl(argv[0], argv[0], text, (char *)NULL);
        _exit(1);
    }
    wait(NULL);
    printf("SEM-42 after the exit of the executed program: %d\n", val(0));
    semctl(id, 0, IPC_RMID);
    return 0;
}
