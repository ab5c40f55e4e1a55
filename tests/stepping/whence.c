/* Bytes through everything there is; main ends up with all of them. */
#include <fcntl.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

struct message {
    long type;
    char text[8];
};

static char stream[8], dgram[8], udp[8], tcp[8], posix[8192], file[8], pages[8], line[16], number[8];
static struct message first, second;
static int computed, parsed;

static void child(int s, int d, int q, char *shared, struct sockaddr_in *at)
{
    struct message one = {1, "one"}, two = {2, "two"};
    mqd_t mq = mq_open("/q", O_WRONLY);
    int u = socket(AF_INET, SOCK_DGRAM, 0), t = socket(AF_INET, SOCK_STREAM, 0);
    int f = open("/tmp/notes", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    write(s, "stream", 7);
    send(d, "dgram", 6, 0);
    sendto(u, "udp", 4, 0, (struct sockaddr *)at, sizeof *at);
    msgsnd(q, &one, sizeof one.text, 0);
    msgsnd(q, &two, sizeof two.text, 0);
    mq_send(mq, "low", 4, 1);
    mq_send(mq, "high", 5, 9);
    write(f, "file", 5);
    strcpy(shared, "pages");
    connect(t, (struct sockaddr *)at, sizeof *at);
    write(t, "tcp", 4);
    exit(0);
}

int main(void)
{
    int s[2], d[2], q = msgget(IPC_PRIVATE, 0600);
    char *shared = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(7000)};
    int u = socket(AF_INET, SOCK_DGRAM, 0), t = socket(AF_INET, SOCK_STREAM, 0);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    mqd_t mq = mq_open("/q", O_RDONLY | O_CREAT, 0600, NULL);
    socketpair(AF_UNIX, SOCK_STREAM, 0, s);
    socketpair(AF_UNIX, SOCK_DGRAM, 0, d);
    bind(u, (struct sockaddr *)&at, sizeof at);
    bind(t, (struct sockaddr *)&at, sizeof at);
    listen(t, 1);
    if (fork() == 0)
        child(s[1], d[1], q, shared, &at);
    read(accept(t, 0, 0), tcp, sizeof tcp);
    wait(NULL);
    read(s[0], stream, sizeof stream);
    recv(d[0], dgram, sizeof dgram, 0);
    recv(u, udp, sizeof udp, 0);
    msgrcv(q, &second, sizeof second.text, 2, 0);
    msgrcv(q, &first, sizeof first.text, 0, 0);
    mq_receive(mq, posix, sizeof posix, NULL);
    read(open("/tmp/notes", O_RDONLY), file, sizeof file);
    memcpy(pages, shared, sizeof pages);
    fgets(line, sizeof line, stdin);
    parsed = atoi(line);
    computed = parsed * 2;
    snprintf(number, sizeof number, "%d", computed);
    return 0;
}
