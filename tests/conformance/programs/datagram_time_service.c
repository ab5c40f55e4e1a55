// A time service over UDP: the question is empty, the answer a date, to whoever asked. Retries when nobody answers.
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void serve(int s)
{
    char buf[100], text[40];
    struct sockaddr_in from;
    time_t moment = 86400;
    for (int asked = 0;; asked++) {
        socklen_t len = sizeof from;
        ssize_t n = recvfrom(s, buf, sizeof buf, 0, (struct sockaddr *)&from, &len);
        if (n == 4)
            _exit(asked);
        if (asked == 1)
            continue; /* this one is not answered */
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", gmtime(&moment));
        sendto(s, text, strlen(text), 0, (struct sockaddr *)&from, len);
        moment += 3600;
    }
}

int main(void)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof a;
    int s = socket(AF_INET, SOCK_DGRAM, 0), c = socket(AF_INET, SOCK_DGRAM, 0), status;
    bind(s, (struct sockaddr *)&a, sizeof a);
    getsockname(s, (struct sockaddr *)&a, &len);
    if (fork() == 0)
        serve(s);
    close(s);
    connect(c, (struct sockaddr *)&a, sizeof a);
    struct timeval patience = {0, 100000};
    setsockopt(c, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    for (int i = 0; i < 2; i++) {
        char buf[100];
        for (int try = 1;; try++) {
            send(c, "", 0, 0);
            ssize_t n = recv(c, buf, sizeof buf, 0);
            if (n >= 0) {
                printf("it is %.*s, on try %d\n", (int)n, buf, try);
                break;
            }
            printf("no answer: %s\n", strerror(errno));
        }
    }
    send(c, "stop", 4, 0);
    wait(&status);
    printf("asked %d times\n", WEXITSTATUS(status));
    return 0;
}
