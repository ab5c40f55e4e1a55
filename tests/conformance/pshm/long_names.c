// Names of shared memory and semaphores that are too long.
#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

int main(void)
{
    static const int lengths[] = {0, 1, 251, 252, 255, 256, 259, 300};
    char name[400];
    unsigned i;
    for (i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        memset(name, 'a', sizeof name);
        name[0] = '/';
        name[lengths[i] + 1] = 0;
        shm_open(name, O_RDWR, 0);
        printf("%d: shm_open %s", lengths[i], strerror(errno));
        shm_unlink(name);
        printf(", shm_unlink %s", strerror(errno));
        sem_open(name, 0);
        printf(", sem_open %s", strerror(errno));
        sem_unlink(name);
        printf(", sem_unlink %s\n", strerror(errno));
    }
    return 0;
}
