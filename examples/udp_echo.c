/* Connection-less exchange: datagrams, with an address on each.
 * Watch: recvfrom tells who has sent, and that is where the reply goes; message boundaries stay; the client has not bound
 * itself and gets a temporary port. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void serve(int fd)
{
    struct sockaddr_in from;
    socklen_t len;
    char buf[64];
    ssize_t n;
    for (;;) {
        len = sizeof from;
        n = recvfrom(fd, buf, sizeof buf, 0, (struct sockaddr *)&from, &len);
        if (n <= 0)
            return;
        sendto(fd, buf, n, 0, (struct sockaddr *)&from, len);
    }
}

int main(void)
{
    const char *messages[] = {"one", "two words", "three"};
    struct sockaddr_in server, from;
    socklen_t len = sizeof server;
    char buf[64];
    ssize_t n;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);

    memset(&server, 0, sizeof server);
    server.sin_family = AF_INET;
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(fd, (struct sockaddr *)&server, sizeof server);
    getsockname(fd, (struct sockaddr *)&server, &len);
    if (fork() == 0) {
        serve(fd);
        return 0;
    }
    close(fd);

    fd = socket(AF_INET, SOCK_DGRAM, 0);
    for (int i = 0; i < 3; i++)
        sendto(fd, messages[i], strlen(messages[i]), 0, (struct sockaddr *)&server, sizeof server);
    for (int i = 0; i < 3; i++) {
        len = sizeof from;
        n = recvfrom(fd, buf, sizeof buf, 0, (struct sockaddr *)&from, &len);
        printf("echo of %zd bytes from the server's port: %s: %.*s\n", n, from.sin_port == server.sin_port ? "yes" : "no", (int)n, buf);
    }
    sendto(fd, "", 0, 0, (struct sockaddr *)&server, sizeof server); /* an empty datagram ends the server */
    wait(NULL);
    printf("the server has ended\n");
    return 0;
}
