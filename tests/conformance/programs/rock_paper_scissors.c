// A referee and two players, started by signals, answering over pipes.
#include <stdio.h>
#include <stdlib.h>
#include <signal.h>
#include <unistd.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>

#define ROUNDS 5
enum { ROCK, PAPER, SCISSORS };
const char *names[] = {"rock", "paper", "scissors"};
volatile sig_atomic_t go = 0, quit = 0;
void on_go(int sig)
{
    go = 1;
}
void on_term(int sig)
{
    quit = 1;
}

void player(int id, int out, unsigned seed)
{
    struct sigaction sa = {.sa_handler = on_go};
    sigset_t block, old;
    sigaction(SIGUSR1, &sa, NULL);
    sa.sa_handler = on_term;
    sigaction(SIGTERM, &sa, NULL);
    sigemptyset(&block);
    sigaddset(&block, SIGUSR1);
    sigaddset(&block, SIGTERM);
    sigprocmask(SIG_BLOCK, &block, &old);
    srand(seed);
    write(out, "r", 1);
    while (1) {
        while (!go && !quit)
            sigsuspend(&old);
        if (quit)
            break;
        go = 0;
        char c = rand() % 3;
        write(out, &c, 1);
    }
    _exit(id);
}

int main(void)
{
    int p[2][2], score[2] = {0}, i, r;
    pid_t kid[2];
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (i = 0; i < 2; i++) {
        if (pipe(p[i]) < 0) {
            perror("pipe");
            exit(1);
        }
        if ((kid[i] = fork()) == 0) {
            close(p[i][0]);
            player(i + 1, p[i][1], 17 * (i + 1));
        }
        close(p[i][1]);
        char c;
        read(p[i][0], &c, 1);
    }
    for (r = 1; r <= ROUNDS; r++) {
        unsigned char m[2];
        for (i = 0; i < 2; i++)
            kill(kid[i], SIGUSR1);
        for (i = 0; i < 2; i++)
            read(p[i][0], &m[i], 1);
        printf("Round %d: %-8s vs %-8s -> ", r, names[m[0]], names[m[1]]);
        if (m[0] == m[1])
            printf("draw\n");
        else if ((m[0] + 1) % 3 == m[1]) {
            score[1]++;
            printf("player 2\n");
        } else {
            score[0]++;
            printf("player 1\n");
        }
    }
    for (i = 0; i < 2; i++) {
        int st;
        kill(kid[i], SIGTERM);
        waitpid(kid[i], &st, 0);
        printf("player %d left with %d, score %d\n", i + 1, WEXITSTATUS(st), score[i]);
    }
    return 0;
}
