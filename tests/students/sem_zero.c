/* says: it was made with 0 by sem_init() at sem_zero.c:12, and nobody has ever posted it | begin with 1 */
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
struct s { sem_t m; int n; };
int main(void)
{
    struct s *s = mmap(NULL, sizeof *s, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    sem_init(&s->m, 1, 0);
    for (int i = 0; i < 2; i++)
        if (fork() == 0) {
            for (int k = 0; k < 10; k++) {
                sem_wait(&s->m);
                s->n++;
                sem_post(&s->m);
            }
            exit(0);
        }
    while (wait(NULL) > 0)
        ;
    printf("%d\n", s->n);
    return 0;
}
