/* Two pipes make a conversation: one for each direction.
 * Watch: the child reads requests from one pipe and answers on the other; closing the request pipe ends it. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void serve(int in, int out)
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
    const char *words[] = {"pipe", "fork", "exec"};
    int request[2], answer[2];
    char buf[64];

    pipe(request);
    pipe(answer);
    if (fork() == 0) {
        close(request[1]);
        close(answer[0]);
        serve(request[0], answer[1]);
        _exit(0);
    }
    close(request[0]);
    close(answer[1]);
    for (int i = 0; i < 3; i++) {
        write(request[1], words[i], strlen(words[i]));
        ssize_t n = read(answer[0], buf, sizeof buf);
        printf("sent %s, got %.*s\n", words[i], (int)n, buf);
    }
    close(request[1]);
    wait(NULL);
    printf("the child has seen the end of its input\n");
    return 0;
}
