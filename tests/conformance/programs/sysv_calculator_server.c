// Requests and answers over one message queue.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>
#include <errno.h>
#include <stddef.h>
#define MAX_TEXT 128
struct request {
    long mtype;
    struct {
        pid_t who;
        int op;
        int a, b;
    } body;
};
struct reply {
    long mtype;
    int result;
    char text[MAX_TEXT];
};
enum { ADD = '+', MUL = '*', QUIT = 'q' };
static void server(int q)
{
    struct request r;
    struct reply p;
    for (;;) {
        if (msgrcv(q, &r, sizeof r.body, 1, 0) == -1) {
            perror("msgrcv");
            _exit(1);
        }
        p.mtype = r.body.who;
        switch (r.body.op) {
        case ADD:
            p.result = r.body.a + r.body.b;
            break;
        case MUL:
            p.result = r.body.a * r.body.b;
            break;
        case QUIT:
            _exit(0);
        default:
            p.result = -1;
        }
        snprintf(p.text, MAX_TEXT, "%d %c %d = %d", r.body.a, r.body.op, r.body.b, p.result);
        if (msgsnd(q, &p, offsetof(struct reply, text) - sizeof(long) + strlen(p.text) + 1, 0) < 0)
            perror("msgsnd");
    }
}
int main(void)
{
    key_t k = ftok(".", 'S');
    int q = msgget(k, IPC_CREAT | IPC_EXCL | 0600), i;
    if (q < 0) {
        q = msgget(IPC_PRIVATE, 0600);
    }
    pid_t srv = fork();
    if (!srv)
        server(q);
    for (i = 1; i <= 3; i++)
        if (fork() == 0) {
            struct request r = {1, {getpid(), i % 2 ? ADD : MUL, i, 10}};
            struct reply p;
            msgsnd(q, &r, sizeof r.body, 0);
            ssize_t n = msgrcv(q, &p, sizeof p - sizeof(long), getpid(), 0);
            _exit(n > 0 ? p.result : 255);
        }
    for (i = 0; i < 3; i++) {
        int st;
        pid_t w = wait(&st);
        if (w == srv) {
            i--;
            continue;
        }
    }
    struct request r = {1, {getpid(), MUL, 6, 7}};
    struct reply p;
    msgsnd(q, &r, sizeof r.body, 0);
    msgrcv(q, &p, sizeof p - sizeof(long), getpid(), 0);
    puts(p.text);
    r.body.op = QUIT;
    msgsnd(q, &r, sizeof r.body, 0);
    int st;
    waitpid(srv, &st, 0);
    printf("server %d\n", WEXITSTATUS(st));
    struct msqid_ds ds;
    msgctl(q, IPC_STAT, &ds);
    printf("left %lu bytes %lu mode %o\n", ds.msg_qnum, ds.__msg_cbytes, ds.msg_perm.mode);
    msgctl(q, IPC_RMID, 0);
    printf("%d %s\n", msgget(k, 0), strerror(errno));
    return 0;
}
