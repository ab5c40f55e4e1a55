#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static volatile sig_atomic_t quit;
static void on_term(int s) { quit = 1; }
int main(void)
{
    int p[2];
    char c;
    pipe(p);
    struct sigaction sa = {.sa_handler = on_term};
    sigaction(SIGTERM, &sa, NULL);
    pid_t me = getpid();
    if (fork() == 0) {
        sleep(1);
        kill(me, SIGTERM);

        exit(0);
    }
    while (!quit) {
        if (read(p[0], &c, 1) != 1)
            break;
        printf("%c\n", c);
    }
    wait(NULL);
    printf("bye\n");
    return 0;
}
