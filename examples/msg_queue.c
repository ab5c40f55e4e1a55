/* A message queue between a web server and an application server.
 * Watch: messages wait in the queue until somebody takes them; msgrcv can ask for a type, so that answers and requests share
 * a queue; the queue outlives its users and has to be removed. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

enum { REQUEST = 1, RESPONSE = 2 };

struct message {
    long type;
    char text[64];
};

static void post(int queue, long type, const char *text)
{
    struct message m;
    m.type = type;
    strcpy(m.text, text);
    if (msgsnd(queue, &m, strlen(text) + 1, 0) < 0)
        perror("msgsnd");
}

static void application_server(int queue)
{
    struct message m;
    char answer[80];
    do {
        msgrcv(queue, &m, sizeof m.text, REQUEST, 0);
        snprintf(answer, sizeof answer, "page for %s", m.text);
        post(queue, RESPONSE, answer);
    } while (strcmp(m.text, "/last") != 0);
}

int main(void)
{
    const char *paths[] = {"/index", "/search", "/last"};
    struct message m;
    int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);

    if (queue < 0) {
        perror("msgget");
        return 1;
    }
    for (int i = 0; i < 3; i++)
        post(queue, REQUEST, paths[i]);
    printf("web server: three requests wait in the queue\n");
    if (msgrcv(queue, &m, sizeof m.text, RESPONSE, IPC_NOWAIT) < 0)
        printf("web server: no response yet: %s\n", strerror(errno));
    fflush(stdout);
    if (fork() == 0) {
        application_server(queue);
        return 0;
    }
    for (int i = 0; i < 3; i++) {
        msgrcv(queue, &m, sizeof m.text, RESPONSE, 0);
        printf("web server: %s\n", m.text);
    }
    wait(NULL);
    msgctl(queue, IPC_RMID, NULL);
    if (msgsnd(queue, &m, 1, 0) < 0)
        printf("web server: the queue is gone: %s\n", strerror(errno));
    return 0;
}
