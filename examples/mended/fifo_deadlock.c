/* Two processes talk over two FIFOs, one for each direction. Both open them in the same order: each open() waits until the
 * other side has come to the same FIFO. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define ASK "ask.fifo"
#define ANSWER "answer.fifo"

static int must_open(const char *name, int flags)
{
    int fd = open(name, flags);
    if (fd < 0) {
        perror(name);
        exit(1);
    }
    return fd;
}

static void server(void)
{
    char question[64];
    int in = must_open(ASK, O_RDONLY);
    int out = must_open(ANSWER, O_WRONLY);
    ssize_t n = read(in, question, sizeof question - 1);
    if (n > 0) {
        question[n] = '\0';
        dprintf(out, "you asked: %s", question);
    }
}

static void client(void)
{
    char answer[64];
    int out = must_open(ASK, O_WRONLY);
    int in = must_open(ANSWER, O_RDONLY);
    ssize_t n;
    dprintf(out, "who is there?");
    n = read(in, answer, sizeof answer - 1);
    if (n > 0) {
        answer[n] = '\0';
        printf("client: %s\n", answer);
    }
}

int main(void)
{
    pid_t child;
    unlink(ASK);
    unlink(ANSWER);
    if (mkfifo(ASK, 0600) < 0 || mkfifo(ANSWER, 0600) < 0) {
        perror("mkfifo");
        return 1;
    }
    child = fork();
    if (child == 0) {
        server();
        exit(0);
    }
    client();
    waitpid(child, NULL, 0);
    unlink(ASK);
    unlink(ANSWER);
    return 0;
}
