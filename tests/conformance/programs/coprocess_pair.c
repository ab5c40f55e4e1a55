// A coprocess on a socket pair: one descriptor is its standard input and output both.
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int s[2], status;
    char buf[100];
    socketpair(AF_UNIX, SOCK_STREAM, 0, s);
    if (fork() == 0) {
        dup2(s[1], 0);
        dup2(s[1], 1);
        close(s[0]);
        close(s[1]);
        execlp("tr", "tr", "a-z", "A-Z", (char *)NULL);
        _exit(127);
    }
    close(s[1]);
    FILE *to = fdopen(s[0], "w"), *from = fdopen(dup(s[0]), "r");
    fprintf(to, "there and\nback again\n");
    fflush(to);
    shutdown(s[0], SHUT_WR);
    while (fgets(buf, sizeof buf, from))
        printf("%s", buf);
    wait(&status);
    printf("status %d\n", WEXITSTATUS(status));
    return 0;
}
