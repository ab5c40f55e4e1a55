/* says: no process has changed it: semget() makes semaphores with the value 0 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    int id = semget(IPC_PRIVATE, 1, 0600);
    struct sembuf p = {0, -1, 0};
    if (fork() == 0) {
        semop(id, &p, 1);
        printf("in\n");
        exit(0);
    }
    wait(NULL);
    semctl(id, 0, IPC_RMID);
    return 0;
}
