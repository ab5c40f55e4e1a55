// conformance: root
// Permissions of message queues: MSG-29, MSG-32 to MSG-35.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

/* A result as text: the number, or -1 and why. */
static const char *res(long r)
{
    static char text[8][64];
    static int next;
    char *t = text[next++ % 8];
    if (r == -1)
        snprintf(t, 64, "-1 %s", strerror(errno));
    else
        snprintf(t, 64, "%ld", r);
    return t;
}

int main(void)
{
    key_t key = 0x464c0000 + getpid();
    struct msqid_ds ds;
    struct {
        long type;
        char text[10];
    } m = {1, "x"};
    int wonly = msgget(IPC_PRIVATE, 0622), ronly = msgget(key, IPC_CREAT | 0644);
    msgsnd(wonly, &m, 1, 0);
    msgsnd(ronly, &m, 1, 0);
    fflush(stdout);
    if (fork() == 0) {
        setgid(1000);
        setuid(1000);
        printf("MSG-32 msgrcv from a queue of mode 0622: %s\n", res(msgrcv(wonly, &m, 10, 0, IPC_NOWAIT)));
        printf("MSG-32 msgsnd to it: %s\n", res(msgsnd(wonly, &m, 1, IPC_NOWAIT)));
        printf("MSG-32 msgsnd to a queue of mode 0644: %s\n", res(msgsnd(ronly, &m, 1, IPC_NOWAIT)));
        printf("MSG-32 msgrcv from it: %s\n", res(msgrcv(ronly, &m, 10, 0, IPC_NOWAIT)));
        printf("MSG-33 IPC_STAT without read permission: %s", res(msgctl(wonly, IPC_STAT, &ds)));
        printf(", with it: %s\n", res(msgctl(ronly, IPC_STAT, &ds)));
        printf("MSG-34 msgget asking for 0666: %s", res(msgget(key, 0666)));
        printf(", for 0444: %d\n", msgget(key, 0444) == ronly);
        printf("MSG-35 IPC_RMID: %s", res(msgctl(ronly, IPC_RMID, NULL)));
        printf(", IPC_SET: %s\n", res(msgctl(ronly, IPC_SET, &ds)));
        int own = msgget(IPC_PRIVATE, 0600);
        msgctl(own, IPC_STAT, &ds);
        ds.msg_qbytes = 20000;
        printf("MSG-29 own queue, qbytes over MSGMNB: %s\n", res(msgctl(own, IPC_SET, &ds)));
        ds.msg_qbytes = 16384;
        printf("MSG-29 qbytes of 16384: %s\n", res(msgctl(own, IPC_SET, &ds)));
        msgctl(own, IPC_RMID, NULL);
        fflush(stdout);
        _exit(0);
    }
    wait(NULL);
    msgctl(ronly, IPC_STAT, &ds);
    ds.msg_perm.uid = 1000;
    msgctl(ronly, IPC_SET, &ds);
    fflush(stdout);
    if (fork() == 0) {
        setuid(1000);
        printf("MSG-35 made the owner it may: %s\n", res(msgctl(ronly, IPC_RMID, NULL)));
        fflush(stdout);
        _exit(0);
    }
    wait(NULL);
    msgctl(wonly, IPC_RMID, NULL);
    return 0;
}
