// Datagrams back and forth, a timeout, and some databases.
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <errno.h>
#include <unistd.h>
int main(void)
{
    struct addrinfo h, *r, *p;
    memset(&h, 0, sizeof h);
    h.ai_family = AF_INET;
    h.ai_socktype = SOCK_DGRAM;
    h.ai_flags = AI_PASSIVE;
    int e = getaddrinfo("localhost", "0", &h, &r);
    if (e) {
        fprintf(stderr, "getaddrinfo: %s\n", gai_strerror(e));
        return 1;
    }
    int s = -1;
    for (p = r; p; p = p->ai_next) {
        if ((s = socket(p->ai_family, p->ai_socktype, p->ai_protocol)) < 0)
            continue;
        if (bind(s, p->ai_addr, p->ai_addrlen) == 0)
            break;
        close(s);
    }
    if (!p)
        return 2;
    freeaddrinfo(r);
    struct sockaddr_in me, from;
    socklen_t l = sizeof me;
    getsockname(s, (struct sockaddr *)&me, &l);
    printf("%s port nonzero %d\n", inet_ntoa(me.sin_addr), ntohs(me.sin_port) != 0);
    if (fork() == 0) {
        int c = socket(AF_INET, SOCK_DGRAM, 0);
        char b[100];
        for (int i = 0; i < 3; i++) {
            sprintf(b, "datagram %d", i);
            sendto(c, b, strlen(b), 0, (struct sockaddr *)&me, sizeof me);
            ssize_t n = recvfrom(c, b, sizeof b - 1, 0, NULL, NULL);
            b[n] = 0;
            printf("client: %s\n", b);
        }
        exit(0);
    }
    struct timeval tv = {0, 200000};
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof tv);
    char b[100];
    int k = 0;
    for (;;) {
        l = sizeof from;
        ssize_t n = recvfrom(s, b, sizeof b - 1, 0, (struct sockaddr *)&from, &l);
        if (n < 0) {
            if (k < 3)
                continue;
            printf("server: %s\n", strerror(errno));
            break;
        }
        b[n] = 0;
        for (char *q = b; *q; q++)
            if (*q >= 'a' && *q <= 'z')
                *q -= 32;
        sendto(s, b, n, 0, (struct sockaddr *)&from, l);
        k++;
    }
    printf("%d datagrams\n", k);
    struct hostent *he = gethostbyname("localhost");
    printf("%s %s\n", he->h_name, inet_ntoa(*(struct in_addr *)he->h_addr_list[0]));
    struct servent *se = getservbyname("http", "tcp");
    printf("%d\n", se ? ntohs(se->s_port) : -1);
    struct protoent *pe = getprotobyname("udp");
    printf("%d\n", pe ? pe->p_proto : -1);
    return 0;
}
