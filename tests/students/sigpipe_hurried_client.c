/* says: pid 4 closed it at sigpipe_hurried_client.c:26 */
#include <netinet/in.h>
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
struct server { int fd, port, served; };
static void init(struct server *s)
{
    struct sockaddr_in a = { .sin_family = AF_INET }; socklen_t l = sizeof a;
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    s->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(s->fd, (void *)&a, sizeof a) || listen(s->fd, 4)) exit(1);
    getsockname(s->fd, (void *)&a, &l);
    s->port = ntohs(a.sin_port); s->served = 0;
}
static void client(int port, int hurry)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port) };
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int c = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(c, (void *)&a, sizeof a)) exit(1);
    if (hurry) { close(c); exit(0); }
    char b[100]; size_t n = 0; ssize_t k;
    while ((k = read(c, b + n, sizeof b - n)) > 0) n += k;
    exit(n > 0 ? 0 : 2);
}
static void serve(struct server *s)
{
    int c = accept(s->fd, NULL, NULL);
    usleep(1000);
    for (int i = 0; i < 5; i++) {
        char line[20]; int n = snprintf(line, sizeof line, "line %d\n", i);
        if (write(c, line, n) != n) perror("write");
        usleep(100);
    }
    close(c);
    s->served++;
}
int main(void)
{
    struct server s;
    init(&s);
    pid_t srv = fork();
    if (srv == 0) { serve(&s); serve(&s); exit(0); }
    pid_t c1 = fork(); if (c1 == 0) client(s.port, 1);
    waitpid(c1, NULL, 0);
    pid_t c2 = fork(); if (c2 == 0) { alarm(5); client(s.port, 0); }
    int st; waitpid(c2, &st, 0);
    printf("client 2: %s\n", WIFEXITED(st) && WEXITSTATUS(st) == 0 ? "served" : "not served");
    kill(srv, 9);
    waitpid(srv, NULL, 0);
    return 0;
}
