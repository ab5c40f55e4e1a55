#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(5000), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int s = socket(AF_INET, SOCK_STREAM, 0);
    char buf[64];
    bind(s, (struct sockaddr *)&a, sizeof a);
    listen(s, 5);
    if (fork() == 0) {
        int c = socket(AF_INET, SOCK_STREAM, 0);
        a.sin_port = 5000;
        connect(c, (struct sockaddr *)&a, sizeof a);
        write(c, "hello", 5);
        exit(0);
    }
    int c = accept(s, NULL, NULL);
    ssize_t n = read(c, buf, sizeof buf);
    printf("%.*s\n", (int)n, buf);
    wait(NULL);
    return 0;
}
