/* A thread that returns between pthread_cleanup_push and pop: the handlers do not run. With pthread_exit they do. */
#include <pthread.h>
#include <stdio.h>

static void clean(void *arg)
{
    printf("cleanup: %s\n", (char *)arg);
}

static void *returns(void *arg)
{
    pthread_cleanup_push(clean, "of the one that returns");
    if (arg)
        return "returned";
    pthread_cleanup_pop(0);
    return 0;
}

static void *exits(void *arg)
{
    pthread_cleanup_push(clean, "first");
    pthread_cleanup_push(clean, "second");
    if (arg)
        pthread_exit("exited");
    pthread_cleanup_pop(0);
    pthread_cleanup_pop(0);
    return 0;
}

int main(void)
{
    pthread_t t;
    void *result;
    pthread_create(&t, NULL, returns, "x");
    pthread_join(t, &result);
    puts(result);
    pthread_create(&t, NULL, exits, "x");
    pthread_join(t, &result);
    puts(result);
    return 0;
}
