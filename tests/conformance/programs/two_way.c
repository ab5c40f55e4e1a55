// A server process that turns words to capitals, behind two pipes.
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void server(int in, int out)
{
    char buf[64];
    ssize_t n;
    while ((n = read(in, buf, sizeof buf)) > 0) {
        for (int i = 0; i < n; i++)
            buf[i] = toupper((unsigned char)buf[i]);
        write(out, buf, n);
    }
}

int main(void)
{
    int request[2], reply[2], status;
    static const char *words[] = {"alpha", "beta gamma", "x", "delta"};
    char answer[64];

    if (pipe(request) == -1 || pipe(reply) == -1)
        return 1;
    pid_t pid = fork();
    if (pid == 0) {
        close(request[1]);
        close(reply[0]);
        server(request[0], reply[1]);
        exit(5);
    }
    close(request[0]);
    close(reply[1]);
    for (int i = 0; i < 4; i++) {
        write(request[1], words[i], strlen(words[i]));
        ssize_t n = read(reply[0], answer, sizeof answer - 1);
        answer[n] = '\0';
        printf("%s -> %s\n", words[i], answer);
    }
    close(request[1]);
    printf("the reply pipe is at its end: %zd\n", read(reply[0], answer, 1));
    waitpid(pid, &status, 0);
    printf("the server returned %d\n", WEXITSTATUS(status));
    return 0;
}
