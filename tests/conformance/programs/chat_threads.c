// A chat server with a thread for each client.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#define SOCK "./chat.sock"
static pthread_mutex_t lk = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cv = PTHREAD_COND_INITIALIZER;
static int fds[8], n, done;
static void *serve(void *p)
{
    int fd = *(int *)p;
    char b[128];
    ssize_t r;
    free(p);
    while ((r = recv(fd, b, sizeof b - 1, 0)) > 0) {
        b[r] = 0;
        pthread_mutex_lock(&lk);
        for (int i = 0; i < n; i++)
            if (fds[i] != fd)
                send(fds[i], b, r, MSG_NOSIGNAL);
        pthread_mutex_unlock(&lk);
    }
    pthread_mutex_lock(&lk);
    for (int i = 0; i < n; i++)
        if (fds[i] == fd) {
            fds[i] = fds[--n];
            break;
        }
    done++;
    pthread_cond_signal(&cv);
    pthread_mutex_unlock(&lk);
    close(fd);
    return 0;
}
static void *acceptor(void *p)
{
    int ls = *(int *)p;
    for (int k = 0; k < 3; k++) {
        int *fd = malloc(sizeof *fd);
        *fd = accept(ls, 0, 0);
        pthread_mutex_lock(&lk);
        fds[n++] = *fd;
        pthread_cond_broadcast(&cv);
        pthread_mutex_unlock(&lk);
        pthread_t t;
        pthread_create(&t, 0, serve, fd);
        pthread_detach(t);
    }
    return 0;
}
int main(void)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX, .sun_path = SOCK};
    int ls = socket(AF_UNIX, SOCK_STREAM, 0);
    unlink(SOCK);
    if (bind(ls, (void *)&a, sizeof a) || listen(ls, 5)) {
        perror("bind");
        return 1;
    }
    pthread_t t;
    pthread_create(&t, 0, acceptor, &ls);
    int c[3];
    for (int i = 0; i < 3; i++) {
        c[i] = socket(AF_UNIX, SOCK_STREAM, 0);
        if (connect(c[i], (void *)&a, sizeof a))
            perror("connect");
        pthread_mutex_lock(&lk);
        while (n < i + 1)
            pthread_cond_wait(&cv, &lk);
        pthread_mutex_unlock(&lk);
    }
    pthread_join(t, 0);
    for (int i = 0; i < 3; i++) {
        char m[32], b[32];
        sprintf(m, "hello from %d", i);
        send(c[i], m, strlen(m) + 1, 0);
        for (int j = 0; j < 3; j++)
            if (j != i) {
                ssize_t r = recv(c[j], b, sizeof b, 0);
                printf("%d got '%s' (%zd)\n", j, b, r);
            }
    }
    for (int i = 0; i < 3; i++)
        close(c[i]);
    pthread_mutex_lock(&lk);
    while (done < 3)
        pthread_cond_wait(&cv, &lk);
    pthread_mutex_unlock(&lk);
    printf("%d left\n", n);
    unlink(SOCK);
    return 0;
}
