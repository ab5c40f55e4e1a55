/* Two System V semaphores taken in opposite order. */
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <unistd.h>

static void op(int id, int n, int by)
{
    struct sembuf b = {n, by, 0};
    semop(id, &b, 1);
}

int main(void)
{
    int id = semget(IPC_PRIVATE, 2, 0600);
    op(id, 0, 1);
    op(id, 1, 1);
    if (fork() == 0) {
        op(id, 1, -1);
        usleep(1000);
        op(id, 0, -1);
        return 0;
    }
    op(id, 0, -1);
    usleep(1000);
    op(id, 1, -1);
    wait(NULL);
}
