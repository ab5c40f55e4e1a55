/* getaddrinfo(3) with AI_V4MAPPED and AI_ALL. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
static void ask(const char *host, int family, int flags)
{
    struct addrinfo h = {.ai_family = family, .ai_flags = flags, .ai_socktype = SOCK_STREAM}, *r, *p;
    int e = getaddrinfo(host, "80", &h, &r);
    printf("%s %d %#x:", host ? host : "NULL", family == AF_INET6 ? 6 : family == AF_INET ? 4 : 0, flags);
    if (e) { printf(" %s\n", gai_strerror(e)); return; }
    for (p = r; p; p = p->ai_next) {
        char t[64];
        if (p->ai_family == AF_INET6) inet_ntop(AF_INET6, &((struct sockaddr_in6 *)p->ai_addr)->sin6_addr, t, 64);
        else inet_ntop(AF_INET, &((struct sockaddr_in *)p->ai_addr)->sin_addr, t, 64);
        printf(" %d:%s len %d", p->ai_family == AF_INET6 ? 6 : 4, t, p->ai_addrlen);
    }
    puts("");
    freeaddrinfo(r);
}
int main(void)
{
    const char *hosts[] = {"127.0.0.1", "::1", NULL, "1.2.3.4", "::ffff:1.2.3.4"};
    int fl[] = {0, AI_V4MAPPED, AI_V4MAPPED|AI_ALL, AI_ALL, AI_V4MAPPED|AI_NUMERICHOST, AI_V4MAPPED|AI_PASSIVE, AI_V4MAPPED|AI_CANONNAME};
    for (int i = 0; i < 5; i++) for (int j = 0; j < 7; j++) { ask(hosts[i], AF_INET6, fl[j]); if (j < 4) ask(hosts[i], AF_INET, fl[j]);if (j < 4) ask(hosts[i], AF_UNSPEC, fl[j]); }
    ask("localhost", AF_INET, AI_V4MAPPED);
}
