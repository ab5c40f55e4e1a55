/* says: SIGUSR1 came before, at pause.c:13 */
/* the classic: SIGCHLD arrives before pause() */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
static volatile sig_atomic_t ready;
static void hit(int s) { (void)s; ready = 1; }
int main(void) {
    signal(SIGUSR1, hit);
    pid_t c = fork();
    if (c == 0) { kill(getppid(), SIGUSR1); _exit(0); }
    usleep(1000);
    pause();
    printf("ready %d\n", ready);
    wait(NULL);
    return 0;
}
