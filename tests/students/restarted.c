/* says: SIGTERM came while it waited; after the handler the call was made again | without SA_RESTART */
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
    signal(SIGTERM, on_term);
    pid_t me = getpid();
    if (fork() == 0) {
        sleep(1);
        kill(me, SIGTERM);
        pause();
        exit(0);
    }
    while (!quit) {
        read(p[0], &c, 1);
        printf("%c\n", c);
    }
    printf("bye\n");
    return 0;
}
