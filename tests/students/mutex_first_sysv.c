/* says: pid 2 waits at mutex_first_sysv.c:10 (called at mutex_first_sysv.c:29) and keeps meanwhile what pid 3 waits for at mutex_first_sysv.c:10 (called at mutex_first_sysv.c:21): let it wait first */
#include <stdio.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <unistd.h>
enum { MUTEX, FILLED, EMPTY };

static void change(int set, int n, int by) {
    struct sembuf op = { n, by, 0 };
    semop(set, &op, 1);
}

int main(void) {
    int set = semget(IPC_PRIVATE, 3, 0600);
    semctl(set, MUTEX, SETVAL, 1);
    semctl(set, FILLED, SETVAL, 0);
    semctl(set, EMPTY, SETVAL, 1);
    if (fork() == 0) {
        for (int i = 0; i < 3; i++) {
            change(set, FILLED, -1);
            change(set, MUTEX, -1);
            change(set, MUTEX, 1);
            change(set, EMPTY, 1);
        }
        _exit(0);
    }
    for (int i = 0; i < 3; i++) {
        change(set, MUTEX, -1);
        change(set, EMPTY, -1);
        change(set, MUTEX, 1);
        change(set, FILLED, 1);
    }
    wait(NULL);
    semctl(set, 0, IPC_RMID);
    return 0;
}
