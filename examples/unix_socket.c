/* A server and a client over a Unix domain socket, which has a pathname.
 * Watch: the server binds and listens before the client connects; accept gives a new descriptor for this client; the client
 * has not bound itself, so its address has no name; closing ends the conversation. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATH "example_socket"

static void client(const struct sockaddr_un *server)
{
    char buf[64];
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    ssize_t n;

    if (connect(fd, (const struct sockaddr *)server, sizeof *server) < 0) {
        perror("connect");
        return;
    }
    write(fd, "what is two and two?", 20);
    n = read(fd, buf, sizeof buf);
    printf("client: the answer is %.*s\n", (int)n, buf);
    close(fd);
}

int main(void)
{
    struct sockaddr_un addr, peer;
    socklen_t len = sizeof peer;
    char buf[64];
    ssize_t n;
    int listener, conn;

    memset(&addr, 0, sizeof addr);
    addr.sun_family = AF_UNIX;
    strcpy(addr.sun_path, PATH);
    unlink(PATH);

    listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&addr, sizeof addr) < 0 || listen(listener, 5) < 0) {
        perror("server");
        return 1;
    }
    if (fork() == 0) {
        close(listener);
        client(&addr);
        return 0;
    }
    conn = accept(listener, (struct sockaddr *)&peer, &len);
    n = read(conn, buf, sizeof buf);
    printf("server: got \"%.*s\" from a client %s a name\n", (int)n, buf, len > sizeof peer.sun_family ? "with" : "without");
    fflush(stdout);
    write(conn, "four", 4);
    n = read(conn, buf, sizeof buf);
    wait(NULL);
    printf("server: then read returned %zd\n", n);
    unlink(PATH);
    return 0;
}
