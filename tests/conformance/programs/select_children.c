// select over pipes of children that come in their time.
#include <sys/select.h>
#include <stdio.h>
#include <unistd.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
#include <sys/wait.h>
#define N 3
int main(void)
{
    int p[N][2], i, open_n = N, mx = 0;
    for (i = 0; i < N; i++) {
        pipe(p[i]);
        if (!fork()) {
            close(p[i][0]);
            usleep((N - i) * 30000);
            char b[32];
            int n = sprintf(b, "child %d", i);
            write(p[i][1], b, n);
            _exit(0);
        }
        close(p[i][1]);
        if (p[i][0] > mx)
            mx = p[i][0];
    }
    fd_set m, r;
    FD_ZERO(&m);
    for (i = 0; i < N; i++)
        FD_SET(p[i][0], &m);
    while (open_n) {
        r = m;
        struct timeval tv = {1, 0};
        int k = select(mx + 1, &r, NULL, NULL, &tv);
        if (k < 0) {
            perror("select");
            exit(1);
        }
        if (!k) {
            puts("timeout");
            continue;
        }
        for (i = 0; i < N; i++)
            if (FD_ISSET(p[i][0], &r)) {
                char b[32];
                ssize_t n = read(p[i][0], b, 31);
                if (n > 0) {
                    b[n] = 0;
                    printf("%s says hi\n", b);
                } else {
                    FD_CLR(p[i][0], &m);
                    close(p[i][0]);
                    open_n--;
                }
            }
    }
    struct timeval tv = {0, 1000};
    printf("%d %ld\n", select(0, 0, 0, 0, &tv), (long)tv.tv_usec);
    while (wait(0) > 0)
        ;
    return 0;
}
