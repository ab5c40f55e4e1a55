/* With _GNU_SOURCE the functions of sockets take a pointer to any kind of address without a cast. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(void)
{
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}, from;
    struct sockaddr_un un = {.sun_family = AF_UNIX};
    socklen_t len = sizeof in;
    int a = socket(AF_INET, SOCK_DGRAM, 0), b = socket(AF_INET, SOCK_DGRAM, 0), c = socket(AF_UNIX, SOCK_DGRAM, 0);
    char text[8] = "";
    printf("%d\n", bind(a, &in, sizeof in));
    printf("%d %d\n", getsockname(a, &in, &len), ntohs(in.sin_port) != 0);
    printf("%zd\n", sendto(b, "hello", 6, 0, &in, sizeof in));
    len = sizeof from;
    printf("%zd %s\n", recvfrom(a, text, sizeof text, 0, &from, &len), text);
    printf("%d\n", connect(c, &un, sizeof un));
    return 0;
}
