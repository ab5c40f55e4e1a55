#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void) {
    struct sockaddr_in at; socklen_t l = sizeof at;
    memset(&at, 0, sizeof at);
    at.sin_family = AF_INET; at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int s = socket(AF_INET, SOCK_STREAM, 0);
    bind(s, (struct sockaddr *)&at, sizeof at); listen(s, 1); getsockname(s, (struct sockaddr *)&at, &l);
    int c = socket(AF_INET, SOCK_STREAM, 0);
    connect(c, (struct sockaddr *)&at, sizeof at);
    int a = accept(s, NULL, NULL);
    char first[4] = "abc", urgent[4] = "XYZ", last[4] = "def";
    send(c, first, 3, 0);
    send(c, urgent, 3, MSG_OOB);
    send(c, last, 3, 0);
    char u = 0, buf[16] = "", more[16] = "";
    recv(a, &u, 1, MSG_OOB);
    ssize_t n = recv(a, buf, sizeof buf, 0);
    ssize_t m = recv(a, more, sizeof more, 0);
    printf("%c %zd %s %zd %s\n", u, n, buf, m, more);
    int on = 1;
    setsockopt(a, SOL_SOCKET, SO_OOBINLINE, &on, sizeof on);
    send(c, first, 3, 0);
    send(c, urgent, 2, MSG_OOB);
    send(c, last, 3, 0);
    char in1[16] = "", in2[16] = "";
    n = recv(a, in1, sizeof in1, 0);
    m = recv(a, in2, sizeof in2, 0);
    printf("%zd %s %zd %s\n", n, in1, m, in2);
    return 0;
}
