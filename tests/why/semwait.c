/* POSIX semaphores in shared memory: one that nobody posts, one taken twice. */
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    sem_t *s = mmap(0, 2 * sizeof *s, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    sem_init(&s[0], 1, 0);
    sem_init(&s[1], 1, 1);
    if (fork() == 0) {
        sem_wait(&s[1]);
        sem_wait(&s[1]);
        return 0;
    }
    sem_wait(&s[0]);
    wait(NULL);
}
