/* says: race on 'j.stop' | lock the same pthread_mutex_t */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>
struct job { int stop; int n; };
void *worker(void *p)
{
    struct job *j = p;
    while (!j->stop)
        usleep(100);
    return NULL;
}
int main(void)
{
    pthread_t t[2];
    struct job j = {0, 0};
    for (int i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, worker, &j);
    usleep(1000);
    j.stop = 1;
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    return 0;
}
