// A server on a named pipe and two clients with a private FIFO each for the answer.
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SERVER "server.fifo"

struct request {
    int client, count;
};

static void server(void)
{
    struct request r;
    int seq = 0;
    char name[30];
    int in = open(SERVER, O_RDONLY);
    int keep = open(SERVER, O_WRONLY);
    while (read(in, &r, sizeof r) == sizeof r) {
        if (r.count < 0)
            break;
        snprintf(name, sizeof name, "client%d.fifo", r.client);
        int out = open(name, O_WRONLY);
        write(out, &seq, sizeof seq);
        close(out);
        seq += r.count;
    }
    close(keep);
    exit(seq);
}

static int ask(int client, int count)
{
    struct request r = {client, count};
    char name[30];
    int answer = -1;
    snprintf(name, sizeof name, "client%d.fifo", client);
    int out = open(SERVER, O_WRONLY);
    write(out, &r, sizeof r);
    close(out);
    if (count < 0)
        return 0;
    int in = open(name, O_RDONLY);
    read(in, &answer, sizeof answer);
    close(in);
    return answer;
}

int main(void)
{
    int status;
    signal(SIGPIPE, SIG_IGN);
    mkfifo(SERVER, 0600);
    mkfifo("client1.fifo", 0600);
    mkfifo("client2.fifo", 0600);
    pid_t pid = fork();
    if (pid == 0)
        server();
    printf("client 1 got %d\n", ask(1, 3));
    printf("client 2 got %d\n", ask(2, 10));
    printf("client 1 got %d\n", ask(1, 1));
    fflush(stdout);
    if (fork() == 0)
        exit(ask(2, 5));
    wait(&status);
    printf("another process got %d\n", WEXITSTATUS(status));
    ask(0, -1);
    waitpid(pid, &status, 0);
    printf("the server ended with %d\n", WEXITSTATUS(status));
    unlink(SERVER);
    unlink("client1.fifo");
    unlink("client2.fifo");
    return 0;
}
