// Byte order and addresses as text: NET-01.
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

int main(void)
{
    struct in_addr a;
    char text[50];
    printf("NET-01 htons(0x1234) %x, htonl(0x12345678) %x\n", htons(0x1234), htonl(0x12345678));
    printf("NET-01 ntohs(0x1234) %x, ntohl(0x12345678) %x\n", ntohs(0x1234), ntohl(0x12345678));
    unsigned n = htonl(0x01020304);
    printf("NET-01 in memory: %d %d\n", ((char *)&n)[0], ((char *)&n)[3]);
    static const char *const tries[] = {"127.0.0.1", "1.2.3.4", "255.255.255.255", "1.2.3", "256.1.1.1", "0x7f.1", "01.2.3.4", "x", ""};
    for (unsigned i = 0; i < sizeof tries / sizeof *tries; i++) {
        memset(&a, 0xee, sizeof a);
        int at = inet_aton(tries[i], &a);
        printf("NET-01 %s: inet_aton %d %08x, inet_addr %08x, ", tries[i], at, at ? ntohl(a.s_addr) : 0,
               ntohl(inet_addr(tries[i])));
        printf("inet_pton %d\n", inet_pton(AF_INET, tries[i], &a));
    }
    a.s_addr = htonl(0xc0a80001);
    printf("NET-01 inet_ntoa %s, inet_ntop %s\n", inet_ntoa(a), inet_ntop(AF_INET, &a, text, sizeof text));
    printf("NET-01 inet_ntop into 5 bytes: %s", inet_ntop(AF_INET, &a, text, 5) ? "given" : "NULL");
    printf(" %s\n", strerror(errno));
    struct in6_addr six;
    printf("NET-01 inet_pton of ::1 %d, ", inet_pton(AF_INET6, "::1", &six));
    printf("%s\n", inet_ntop(AF_INET6, &six, text, sizeof text));
    printf("NET-01 inet_pton, bad family: %d", inet_pton(99, "1.2.3.4", &a));
    printf(" %s\n", strerror(errno));
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST}, *ai = NULL;
    int r = getaddrinfo("127.0.0.1", "80", &hints, &ai);
    struct sockaddr_in *sin = r ? NULL : (struct sockaddr_in *)ai->ai_addr;
    printf("NET-01 getaddrinfo: %d, %s port %d, one entry %d\n", r, sin ? inet_ntoa(sin->sin_addr) : "-",
           sin ? ntohs(sin->sin_port) : 0, ai && !ai->ai_next);
    if (ai)
        freeaddrinfo(ai);
    r = getaddrinfo("not.a.number", "80", &hints, &ai);
    printf("NET-01 getaddrinfo of a name with AI_NUMERICHOST: %d, %s\n", r == EAI_NONAME, gai_strerror(r));
    return 0;
}
