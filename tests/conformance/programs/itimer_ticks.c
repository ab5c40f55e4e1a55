// conformance: exit=26
// Interval timers of real and of virtual time.
#include <stdio.h>
#include <sys/time.h>
#include <signal.h>
#include <unistd.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
int count = 0;
void handler(int sig, siginfo_t *si, void *uc)
{
    static char m[] = "tick\n";
    write(1, m, sizeof m - 1);
    if (++count == 3) {
        struct itimerval z = {{0}};
        setitimer(ITIMER_REAL, &z, NULL);
    }
}
int main(void)
{
    struct sigaction sa;
    struct itimerval it, old;
    memset(&sa, 0, sizeof(sa));
    sa.sa_sigaction = handler;
    sa.sa_flags = SA_SIGINFO;
    sigemptyset(&sa.sa_mask);
    if (sigaction(SIGALRM, &sa, NULL) == -1) {
        perror("sigaction");
        return 1;
    }
    it.it_value.tv_sec = 0;
    it.it_value.tv_usec = 20000;
    it.it_interval = it.it_value;
    setitimer(ITIMER_REAL, &it, NULL);
    while (count < 3)
        pause();
    getitimer(ITIMER_REAL, &old);
    printf("left %ld\n", old.it_value.tv_usec);
    signal(SIGALRM, SIG_DFL);
    printf("alarm %u", alarm(10));
    printf(" %u\n", alarm(0));
    struct timespec t = {0, 5000000};
    printf("%d\n", nanosleep(&t, NULL));
    it = (struct itimerval){.it_value = {0, 10000}};
    sa.sa_handler = SIG_IGN;
    sa.sa_flags = 0;
    setitimer(ITIMER_VIRTUAL, &it, 0);
    signal(SIGVTALRM, (void (*)(int))exit);
    volatile unsigned long n = 0;
    for (;;)
        n++;
}
