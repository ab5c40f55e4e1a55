// ITIMER_VIRTUAL counts the time that the process computes: TIM-10.
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int ran;
static volatile unsigned long counter;

static void handler(int sig)
{
    ran++;
}

int main(void)
{
    struct itimerval it = {{0, 0}, {0, 20000}}, left;
    int status;
    signal(SIGVTALRM, handler);
    setitimer(ITIMER_VIRTUAL, &it, NULL);
    usleep(150000);
    getitimer(ITIMER_VIRTUAL, &left);
    printf("TIM-10 after sleeping 150 ms with 20 ms set: ran %d, something left %d\n", ran, left.it_value.tv_usec > 0);
    while (!ran)
        counter++;
    printf("TIM-10b after computing: ran %d\n", ran);
    getitimer(ITIMER_VIRTUAL, &left);
    printf("TIM-10b left %ld.%06ld\n", (long)left.it_value.tv_sec, (long)left.it_value.tv_usec);

    fflush(stdout);
    if (fork() == 0) {
        signal(SIGVTALRM, SIG_DFL);
        setitimer(ITIMER_VIRTUAL, &it, NULL);
        for (;;)
            counter++;
    }
    wait(&status);
    printf("TIM-10b default action: killed by SIGVTALRM %d\n", WIFSIGNALED(status) && WTERMSIG(status) == SIGVTALRM);
    return 0;
}
