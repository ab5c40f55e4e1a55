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
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    char buf[64];
    if (fork() == 0) {
        int c = socket(AF_INET, SOCK_DGRAM, 0);
        a.sin_port = htons(5000);
        sendto(c, "hello", 5, 0, (struct sockaddr *)&a, sizeof a);
        exit(0);
    }
    sleep(1); bind(s, (struct sockaddr *)&a, sizeof a);
    ssize_t n = recvfrom(s, buf, sizeof buf, 0, NULL, NULL);
    printf("%.*s\n", (int)n, buf);
    wait(NULL);
    return 0;
}
