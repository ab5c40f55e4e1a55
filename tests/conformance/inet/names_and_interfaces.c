// A datagram echo, getaddrinfo and friends, getifaddrs.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <netdb.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <errno.h>
#include <unistd.h>
#include <sys/time.h>
int main(void)
{
    int s = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
    struct sockaddr_in a;
    memset(&a, 0, sizeof a);
    a.sin_family = AF_INET;
    a.sin_addr.s_addr = inet_addr("127.0.0.1");
    bind(s, (struct sockaddr *) &a, sizeof a);
    socklen_t l = sizeof a;
    getsockname(s, (struct sockaddr *) &a, &l);
    int c = socket(AF_INET, SOCK_DGRAM, 0);
    connect(c, (struct sockaddr *) &a, sizeof a);
    send(c, "ping", 4, 0);
    char b[100];
    struct sockaddr_in f;
    l = sizeof f;
    int n = recvfrom(s, b, sizeof b, 0, (struct sockaddr *) &f, &l);
    sendto(s, b, n, 0, (struct sockaddr *) &f, l);
    n = recv(c, b, 100, 0);
    printf("%.*s\n", n, b);
    char h[NI_MAXHOST], sv[NI_MAXSERV];
    n = getnameinfo((void *) &f, l, h, sizeof h, sv, sizeof sv, NI_NUMERICHOST | NI_NUMERICSERV);
    printf("%d %s %d\n", n, h, atoi(sv) == ntohs(f.sin_port));
    struct timeval tv = { 0, 50000 };
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof tv);
    n = recv(s, b, 100, 0);
    printf("%d %s\n", n, strerror(errno));
    close(s);
    send(c, "x", 1, 0);
    n = recv(c, b, 100, 0);
    printf("%d %s\n", n, strerror(errno));
    struct addrinfo hi = {.ai_family = AF_INET,.ai_socktype = SOCK_STREAM,.ai_flags = AI_PASSIVE }, *r, *p;
    n = getaddrinfo(NULL, "http", &hi, &r);
    printf("%d\n", n);
    for (p = r; p; p = p->ai_next)
        printf("%s %d %d\n", inet_ntoa(((struct sockaddr_in *) p->ai_addr)->sin_addr),
               ntohs(((struct sockaddr_in *) p->ai_addr)->sin_port), p->ai_protocol);
    freeaddrinfo(r);
    printf("%s\n", gai_strerror(getaddrinfo("no.such.host.invalid", "80", &hi, &r)));
    printf("%s\n", gai_strerror(getaddrinfo("127.0.0.1", "nosuchservice", &hi, &r)));
    struct hostent *he = gethostbyname("localhost");
    printf("%s %d %s\n", he->h_name, he->h_length, inet_ntoa(*(struct in_addr *) he->h_addr_list[0]));
    struct servent *se = getservbyname("ssh", "tcp");
    printf("%d\n", se ? ntohs(se->s_port) : -1);
    struct protoent *pe = getprotobyname("tcp");
    printf("%d\n", pe ? pe->p_proto : -1);
    struct ifaddrs *ifa, *i;
    getifaddrs(&ifa);
    for (i = ifa; i; i = i->ifa_next)
        if (i->ifa_addr && i->ifa_addr->sa_family == AF_INET && (i->ifa_flags & IFF_LOOPBACK))
            printf("%s %s %s\n", i->ifa_name, inet_ntoa(((struct sockaddr_in *) i->ifa_addr)->sin_addr),
                   i->ifa_flags & IFF_UP ? "up" : "down");
    freeifaddrs(ifa);
    struct in6_addr a6;
    printf("%d\n", inet_pton(AF_INET6, "::1", &a6));
    char t[INET6_ADDRSTRLEN];
    puts(inet_ntop(AF_INET6, &a6, t, sizeof t));
    inet_pton(AF_INET6, "2001:db8::ff00:42:8329", &a6);
    puts(inet_ntop(AF_INET6, &a6, t, sizeof t));
    printf("%x %x\n", htonl(0x01020304), htons(0x0102));
    printf("%d\n", inet_aton("300.1.1.1", &f.sin_addr));
    int on;
    l = sizeof on;
    getsockopt(c, SOL_SOCKET, SO_TYPE, &on, &l);
    printf("%d\n", on == SOCK_DGRAM);
    return 0;
}
