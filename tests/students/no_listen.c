/* says: call listen() on the socket before accept() */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX, .sun_path = "/tmp/sock"};
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    bind(s, (struct sockaddr *)&a, sizeof a);
    if (fork() == 0) {
        int c = socket(AF_UNIX, SOCK_STREAM, 0);
        char buf[32];
        connect(c, (struct sockaddr *)&a, sizeof a);
        write(c, "ping", 4);
        int n = read(c, buf, sizeof buf);
        printf("client: %.*s\n", n, buf);
        exit(0);
    }
    int c = accept(s, NULL, NULL);
    char buf[32];
    int n = read(c, buf, sizeof buf);
    write(c, buf, n);
    wait(NULL);
    unlink("/tmp/sock");
    return 0;
}
