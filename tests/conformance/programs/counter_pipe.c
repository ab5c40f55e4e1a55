// A shared counter kept by a process: increments and queries as small messages over a pipe.
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum kind { ADD, GET, QUIT };
struct message {
    enum kind kind;
    int who, amount;
};

static int requests[2], answers[4][2];

static void counter(void)
{
    struct message m;
    long value = 0;
    while (read(requests[0], &m, sizeof m) == sizeof m)
        switch (m.kind) {
        case ADD:
            value += m.amount;
            break;
        case GET:
            write(answers[m.who][1], &value, sizeof value);
            break;
        case QUIT:
            _exit(value % 256);
        }
    _exit(255);
}

static void send(enum kind kind, int who, int amount)
{
    struct message m = {.amount = amount, .kind = kind, .who = who};
    write(requests[1], &m, sizeof m);
}

int main(void)
{
    int status;
    long value;
    pipe(requests);
    for (int i = 0; i < 4; i++)
        pipe(answers[i]);
    pid_t server = fork();
    if (server == 0)
        counter();
    for (int i = 1; i < 4; i++)
        if (fork() == 0) {
            for (int k = 0; k < 100; k++)
                send(ADD, i, i);
            send(GET, i, 0);
            read(answers[i][0], &value, sizeof value);
            _exit(value >= i * 100 ? 0 : 1);
        }
    int bad = 0;
    for (int i = 1; i < 4; i++) {
        wait(&status);
        bad += WEXITSTATUS(status);
    }
    send(GET, 0, 0);
    read(answers[0][0], &value, sizeof value);
    printf("the counter is %ld, clients that saw too little %d\n", value, bad);
    send(QUIT, 0, 0);
    waitpid(server, &status, 0);
    printf("the server returned %d\n", WEXITSTATUS(status));
    return 0;
}
