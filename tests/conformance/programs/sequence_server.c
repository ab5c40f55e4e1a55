// A server of sequence numbers over FIFOs, a FIFO for each client.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>
#include <errno.h>
#include <signal.h>
#define SERVER "./server_fifo"
#define CLIENT_TMPL "./cl.%d"
struct request {
    pid_t pid;
    int seqLen;
};
struct response {
    int seqNum;
};
static char cf[50];
static void rm(void)
{
    unlink(cf);
}

static int client(int n)
{
    struct request rq;
    struct response rs;
    snprintf(cf, sizeof cf, CLIENT_TMPL, getpid());
    umask(0);
    if (mkfifo(cf, S_IRUSR | S_IWUSR | S_IWGRP) == -1 && errno != EEXIST)
        return 1;
    atexit(rm);
    rq.pid = getpid();
    rq.seqLen = n;
    int s = open(SERVER, O_WRONLY);
    write(s, &rq, sizeof rq);
    close(s);
    int c = open(cf, O_RDONLY);
    if (read(c, &rs, sizeof rs) != sizeof rs)
        return 2;
    printf("client %d got %d\n", n, rs.seqNum);
    exit(0);
}

int main()
{
    int seq = 0;
    if (mkfifo(SERVER, 0622) < 0)
        perror("mkfifo");
    fflush(stdout);
    pid_t srv = fork();
    if (!srv) {
        int s = open(SERVER, O_RDONLY), d = open(SERVER, O_WRONLY);
        signal(SIGPIPE, SIG_IGN);
        for (;;) {
            struct request rq;
            struct response rs;
            if (read(s, &rq, sizeof rq) != sizeof rq)
                continue;
            if (rq.seqLen <= 0)
                break;
            char p[50];
            snprintf(p, sizeof p, CLIENT_TMPL, rq.pid);
            int c = open(p, O_WRONLY);
            rs.seqNum = seq;
            write(c, &rs, sizeof rs);
            close(c);
            seq += rq.seqLen;
        }
        unlink(SERVER);
        exit(0);
    }
    for (int i = 1; i <= 4; i++) {
        pid_t p = fork();
        if (!p)
            client(i * 10);
        waitpid(p, 0, 0);
    }
    struct request q = { getpid(), 0 };
    int s = open(SERVER, O_WRONLY | O_NONBLOCK);
    write(s, &q, sizeof q);
    close(s);
    waitpid(srv, 0, 0);
    printf("%d\n", access(SERVER, F_OK));
    mkfifo("x", 0600);
    printf("%d %s\n", open("x", O_WRONLY | O_NONBLOCK), strerror(errno));
    int r = open("x", O_RDONLY | O_NONBLOCK);
    printf("%d\n", r > 0);
    char c;
    printf("%zd\n", read(r, &c, 1));
    int w = open("x", O_WRONLY);
    printf("%zd %s\n", read(r, &c, 1), strerror(errno));
    close(r);
    signal(SIGPIPE, SIG_IGN);
    printf("%zd %s\n", write(w, "a", 1), strerror(errno));
    return 0;
}
