/* ipcmk - makes System V IPC objects. ipcmk(1): -Q, -M SIZE, -S NUMBER, -p MODE */
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/random.h>
#include <sys/shm.h>
#include "util.h"

static key_t new_key(void)
{
    key_t key = 0;
    getrandom(&key, sizeof key, 0);
    return key;
}

int main(int argc, char **argv)
{
    int c, mode = 0644, queue = 0, id;
    long long size = 0;
    long sems = 0;
    while ((c = nextopt(argc, argv, "QM:S:p:", "queue=Q shmem=M semaphore=S mode=p", "[options]\nCreate various IPC resources.\n"))) {
        if (c == 'Q') queue = 1;
        else if (c == 'M') size = parse_count(optval);
        else if (c == 'S') sems = atol(optval);
        else mode = strtol(optval, NULL, 8);
    }
    if (!queue && size <= 0 && sems <= 0)
        try_help();
    if (size > 0) {
        if ((id = shmget(new_key(), size, mode | IPC_CREAT | IPC_EXCL)) < 0)
            die_errno(1, "create share memory failed");
        printf("Shared memory id: %d\n", id);
    }
    if (queue) {
        if ((id = msgget(new_key(), mode | IPC_CREAT | IPC_EXCL)) < 0)
            die_errno(1, "create message queue failed");
        printf("Message queue id: %d\n", id);
    }
    if (sems > 0) {
        if ((id = semget(new_key(), sems, mode | IPC_CREAT | IPC_EXCL)) < 0)
            die_errno(1, "create semaphore failed");
        printf("Semaphore id: %d\n", id);
    }
    return finish();
}
