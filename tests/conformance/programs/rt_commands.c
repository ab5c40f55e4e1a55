// Commands as real-time signals: sigqueue(3) sends numbers with values, sigwaitinfo(2) takes them in order of urgency.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ADD (SIGRTMIN + 2)
#define MULTIPLY (SIGRTMIN + 1)
#define QUIT SIGRTMAX

int main(void)
{
    sigset_t m;
    sigemptyset(&m);
    sigaddset(&m, ADD);
    sigaddset(&m, MULTIPLY);
    sigaddset(&m, QUIT);
    sigaddset(&m, SIGUSR1);
    sigprocmask(SIG_BLOCK, &m, NULL);
    int go[2];
    pipe(go);
    pid_t child = fork();
    if (child == 0) {
        char c;
        int total = 1;
        close(go[1]);
        read(go[0], &c, 1);
        for (;;) {
            siginfo_t si;
            int s = sigwaitinfo(&m, &si);
            int v = si.si_value.sival_int;
            if (s == ADD)
                printf("add %d: %d\n", v, total += v);
            else if (s == MULTIPLY)
                printf("multiply by %d: %d\n", v, total *= v);
            else if (s == SIGUSR1)
                printf("a plain signal, code %s\n", si.si_code == SI_USER ? "SI_USER" : "SI_QUEUE");
            else if (s == QUIT)
                break;
        }
        struct timespec none = {0, 0};
        int r = sigtimedwait(&m, NULL, &none);
        printf("nothing is left: %d %s\n", r, strerror(errno));
        fflush(stdout);
        _exit(total & 0x7f);
    }
    close(go[0]);
    union sigval v;
    for (int i = 1; i <= 3; i++) {
        v.sival_int = i;
        sigqueue(child, ADD, v);
    }
    v.sival_int = 10;
    sigqueue(child, MULTIPLY, v);
    v.sival_int = 2;
    sigqueue(child, MULTIPLY, v);
    kill(child, SIGUSR1);
    kill(child, SIGUSR1);
    v.sival_int = 0;
    sigqueue(child, QUIT, v);
    write(go[1], "g", 1);
    int status;
    waitpid(child, &status, 0);
    printf("exit %d\n", WEXITSTATUS(status));
    printf("to nobody: %s\n", sigqueue(child, ADD, v) < 0 ? strerror(errno) : "sent");
    return 0;
}
