/* A client asks a server over one message queue; the server answers over the same queue.
 *
 * What I expected: msgrcv() with type 0 takes whatever comes for me.
 * What happens: the time is "yes", and then the client waits for ever. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>

#define QUESTION 1
#define ANSWER 2

struct message {
    long type;
    char text[40];
};

static void put(int queue, long type, const char *text)
{
    struct message m;
    memset(&m, 0, sizeof m);
    m.type = type;
    snprintf(m.text, sizeof m.text, "%s", text);
    if (msgsnd(queue, &m, sizeof m.text, 0) < 0) {
        perror("msgsnd");
        exit(1);
    }
}

static void get(int queue, long type, struct message *m)
{
    if (msgrcv(queue, m, sizeof m->text, type, 0) < 0) {
        perror("msgrcv");
        exit(1);
    }
}

static void server(int queue)
{
    struct message m;
    for (int i = 0; i < 2; i++) {
        get(queue, 0, &m);
        printf("server: got '%s'\n", m.text);
        put(queue, ANSWER, i == 0 ? "twelve" : "yes");
    }
}

int main(void)
{
    struct message m;
    pid_t child;
    int queue;

    setvbuf(stdout, NULL, _IOLBF, 0);
    queue = msgget(ftok(".", 'M'), IPC_CREAT | 0600);
    if (queue < 0) {
        perror("msgget");
        return 1;
    }
    put(queue, QUESTION, "what time is it?");
    child = fork();
    if (child == 0) {
        server(queue);
        exit(0);
    }
    sleep(1);
    get(queue, ANSWER, &m);
    printf("client: the time is: %s\n", m.text);
    put(queue, QUESTION, "is it lunch time?");
    get(queue, ANSWER, &m);
    printf("client: lunch: %s\n", m.text);
    waitpid(child, NULL, 0);
    msgctl(queue, IPC_RMID, NULL);
    return 0;
}
