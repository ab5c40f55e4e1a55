/* the server closes after the greeting; the client writes twice */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void) {
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = 0 };
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t l = sizeof at;
    int s = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(s, (struct sockaddr *)&at, sizeof at) || listen(s, 1) || getsockname(s, (struct sockaddr *)&at, &l)) return 1;
    signal(SIGPIPE, SIG_IGN);
    if (fork() == 0) {
        int c = accept(s, NULL, NULL);
        char b[16];
        if (read(c, b, sizeof b) < 0) perror("read");
        close(c);
        _exit(0);
    }
    close(s);
    int c = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(c, (struct sockaddr *)&at, sizeof at)) return 1;
    for (int i = 0; i < 5; i++) {
        char line[32];
        int n = snprintf(line, sizeof line, "line %d\n", i);
        if (write(c, line, n) < 0) { perror("write"); break; }
        usleep(10000);
    }
    close(c);
    wait(NULL);
    puts("client: done");
    return 0;
}
