// A server on one message queue: requests have type 1, each client's replies have its own type.
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

#define REQUEST 1

struct message {
    long type;
    struct body {
        long reply_to;
        char text[64];
    } body;
};

static int queue;

static void server(void)
{
    struct message m;
    int served = 0;
    for (;;) {
        if (msgrcv(queue, &m, sizeof m.body, REQUEST, 0) < 0)
            exit(1);
        if (strcmp(m.body.text, "quit") == 0)
            exit(served);
        for (char *c = m.body.text; *c; c++)
            *c = toupper(*c);
        m.type = m.body.reply_to;
        if (msgsnd(queue, &m, sizeof m.body, 0) < 0)
            exit(2);
        served++;
    }
}

static void client(int n)
{
    static const char *words[] = {"apple", "pear", "plum"};
    struct message m;
    int good = 0;
    for (int i = 0; i < 3; i++) {
        m.type = REQUEST;
        m.body.reply_to = 100 + n;
        snprintf(m.body.text, sizeof m.body.text, "%s %d", words[i], n);
        if (msgsnd(queue, &m, sizeof m.body, 0) < 0 || msgrcv(queue, &m, sizeof m.body, 100 + n, 0) < 0)
            exit(100);
        char expected[64];
        snprintf(expected, sizeof expected, "%s %d", words[i], n);
        for (char *c = expected; *c; c++)
            *c = toupper(*c);
        good += strcmp(expected, m.body.text) == 0;
    }
    exit(good);
}

int main(void)
{
    struct message m = {REQUEST, {0, "quit"}};
    struct msqid_ds ds;
    pid_t pids[5], boss;
    int status;
    queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    if ((boss = fork()) == 0)
        server();
    for (int n = 0; n < 5; n++)
        if ((pids[n] = fork()) == 0)
            client(n);
    for (int n = 0; n < 5; n++) {
        waitpid(pids[n], &status, 0);
        printf("client %d: %d right answers\n", n, WEXITSTATUS(status));
    }
    msgsnd(queue, &m, sizeof m.body, 0);
    waitpid(boss, &status, 0);
    printf("the server answered %d requests\n", WEXITSTATUS(status));
    msgctl(queue, IPC_STAT, &ds);
    printf("left in the queue: %d\n", (int)ds.msg_qnum);
    msgctl(queue, IPC_RMID, NULL);
    return 0;
}
