#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>
static sigjmp_buf env;
static void h(int s) { siglongjmp(env, 1); }
int main(void)
{
    int p[2];
    char c;
    pipe(p);
    signal(SIGALRM, h);
    if (sigsetjmp(env, 1) == 0) {
        alarm(1);
        read(p[0], &c, 1);
        alarm(0);
        printf("read\n");
    } else {
        printf("timed out\n");
    }
    return 0;
}
