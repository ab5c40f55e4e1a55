// Transfers between accounts under two ordered locks.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#define N_ACC 5
#define N_THR 4
#define OPS 2000
typedef struct {
    int id;
    long bal;
    pthread_mutex_t m;
} account_t;
static account_t acc[N_ACC];
static int transfer(account_t *a, account_t *b, long amt)
{
    account_t *lo = a->id < b->id ? a : b, *hi = a->id < b->id ? b : a;
    int ok = 0;
    pthread_mutex_lock(&lo->m);
    pthread_mutex_lock(&hi->m);
    if (a->bal >= amt) {
        a->bal -= amt;
        b->bal += amt;
        ok = 1;
    }
    pthread_mutex_unlock(&hi->m);
    pthread_mutex_unlock(&lo->m);
    return ok;
}
static void *teller(void *arg)
{
    unsigned seed = (unsigned)(size_t)arg;
    long done = 0;
    for (int i = 0; i < OPS; i++) {
        int a = rand_r(&seed) % N_ACC, b = rand_r(&seed) % N_ACC;
        if (a == b)
            continue;
        done += transfer(&acc[a], &acc[b], rand_r(&seed) % 100 + 1);
    }
    return (void *)done;
}
int main(void)
{
    pthread_t t[N_THR];
    long sum = 0;
    void *r;
    long tot = 0;
    for (int i = 0; i < N_ACC; i++) {
        acc[i].id = i;
        acc[i].bal = 1000;
        pthread_mutex_init(&acc[i].m, NULL);
    }
    for (long i = 0; i < N_THR; i++)
        if (pthread_create(&t[i], NULL, teller, (void *)(i + 1))) {
            perror("create");
            exit(1);
        }
    for (int i = 0; i < N_THR; i++) {
        pthread_join(t[i], &r);
        tot += (long)r;
    }
    for (int i = 0; i < N_ACC; i++) {
        sum += acc[i].bal;
        pthread_mutex_destroy(&acc[i].m);
    }
    printf("total %ld, transfers > 0: %s\n", sum, tot > 0 ? "yes" : "no");
    return sum == 5000 ? 0 : 1;
}
