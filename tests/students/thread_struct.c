/* says: race on 'a', whose address | give each thread an object of its own */
#include <pthread.h>
#include <stdio.h>
#define N 3
struct args { int id; const char *name; };
void *worker(void *p)
{
    struct args *a = p;
    printf("worker %d %s\n", a->id, a->name);
    return NULL;
}
int main(void)
{
    pthread_t t[N];
    struct args a;
    for (int i = 0; i < N; i++) {
        a.id = i;
        a.name = i % 2 ? "odd" : "even";
        if (pthread_create(&t[i], NULL,
                           worker, &a) != 0)
            return 1;
    }
    for (int i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    return 0;
}
