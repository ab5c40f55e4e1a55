/* The application server: takes requests from its message queue, asks the database, and answers the asking process. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include "request.h"

/* One question to the database, one line as the answer. */
static int ask(const char *question, char *answer, size_t size)
{
    struct sockaddr_un address = {AF_UNIX, DATABASE};
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    ssize_t n = 0, got;
    if (connect(s, (struct sockaddr *)&address, sizeof address) < 0) {
        close(s);
        return -1;
    }
    write(s, question, strlen(question));
    shutdown(s, SHUT_WR);
    while ((got = read(s, answer + n, size - 1 - n)) > 0)
        n += got;
    answer[n] = 0;
    close(s);
    return 0;
}

int main(void)
{
    int queue = msgget(QUEUE_KEY, IPC_CREAT | 0600);
    struct message m;
    while (msgrcv(queue, &m, MESSAGE_SIZE, REQUESTS, 0) >= 0) {
        char question[90], answer[100];
        printf("app: %s\n", m.text);
        fflush(stdout);
        snprintf(question, sizeof question, "%.80s", m.text);
        if (ask(question, answer, sizeof answer) < 0)
            snprintf(m.text, sizeof m.text, "the database is not there\n");
        else
            snprintf(m.text, sizeof m.text, "%s: %s\n", question, answer);
        m.type = m.sender;
        msgsnd(queue, &m, MESSAGE_SIZE, 0);
    }
    perror("app");
    return 1;
}
