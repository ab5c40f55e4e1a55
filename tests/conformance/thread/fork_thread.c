// fork in a threaded process copies only the thread that calls it; exit of any thread of the child ends the child.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static int ticks, stop;
static __thread int own = 1;

static void *ticker(void *arg)
{
    (void)arg;
    pthread_mutex_lock(&lock);
    while (!stop) {
        ticks++;
        pthread_cond_wait(&cond, &lock);
    }
    pthread_mutex_unlock(&lock);
    return NULL;
}

static void *exits(void *arg)
{
    (void)arg;
    exit(9);
}

static void *forks(void *arg)
{
    int status;
    (void)arg;
    own = 42;
    fflush(stdout);
    pid_t p = fork();
    if (p == 0) {
        pthread_t t;
        printf("child of the thread: own %d, first thread's copy is not here\n", own);
        fflush(stdout);
        pthread_create(&t, NULL, exits, NULL);
        pthread_join(t, NULL);
        _exit(1);
    }
    waitpid(p, &status, 0);
    printf("it ended with %d\n", WEXITSTATUS(status));
    return NULL;
}

static void before(void) { printf("prepare\n"); }
static void before2(void) { printf("prepare 2\n"); }
static void parent(void) { printf("parent\n"); }
static void parent2(void) { printf("parent 2\n"); }
static int in_child;
static void child(void) { in_child++; }

int main(void)
{
    pthread_t t, u;
    int status;
    setvbuf(stdout, NULL, _IONBF, 0);
    pthread_create(&t, NULL, ticker, NULL);
    pthread_create(&u, NULL, forks, NULL);
    pthread_join(u, NULL);
    fflush(stdout);
    pthread_atfork(before, parent, child);
    pthread_atfork(before2, parent2, NULL);
    pid_t p = fork();
    if (p == 0) {
        int before = ticks;
        pthread_cond_broadcast(&cond);
        usleep(20000);
        printf("child handler %d, nobody ticks in the child: %d\n", in_child, ticks == before);
        return 3;
    }
    waitpid(p, &status, 0);
    printf("status %d\n", WEXITSTATUS(status));
    pthread_mutex_lock(&lock);
    stop = 1;
    pthread_cond_signal(&cond);
    pthread_mutex_unlock(&lock);
    pthread_join(t, NULL);
    return 0;
}
