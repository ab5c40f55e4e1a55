/* says: 2 children of pid 3 | [zombie] */
/* a server loop that forks for each connection and never waits */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#define CALLS 3
static int listener(struct sockaddr_in *at) {
    int s = socket(AF_INET, SOCK_STREAM, 0);
    socklen_t l = sizeof *at;
    memset(at, 0, sizeof *at);
    at->sin_family = AF_INET; at->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(s, (struct sockaddr *)at, sizeof *at) || listen(s, 8) || getsockname(s, (struct sockaddr *)at, &l)) exit(1);
    return s;
}
static void serve(int s) {
    for (;;) {
        int c = accept(s, NULL, NULL);
        if (c < 0) { perror("accept"); exit(1); }
        if (fork() == 0) {
            close(s);
            char b[64]; ssize_t n = read(c, b, sizeof b);
            if (n > 0 && write(c, b, n) != n) _exit(1);
            _exit(0);
        }
        close(c);
    }
}
int main(void) {
    struct sockaddr_in at;
    int s = listener(&at);
    pid_t server = fork();
    if (server == 0) serve(s);
    close(s);
    for (int i = 0; i < CALLS; i++) {
        int c = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(c, (struct sockaddr *)&at, sizeof at)) return 1;
        char b[8] = "";
        if (write(c, "hey", 3) != 3) return 1;
        if (read(c, b, sizeof b - 1) < 0) return 1;
        printf("%d %s\n", i, b);
        close(c);
    }
    kill(server, SIGTERM);
    waitpid(server, NULL, 0);
    return 0;
}
