// Sizes and limits of messages: MSG-10 to MSG-20, MSG-28.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
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

static struct {
    long type;
    char text[20000];
} m;

static int q;

static long put(long type, long size)
{
    m.type = type;
    return msgsnd(q, &m, size, IPC_NOWAIT);
}

int main(void)
{
    struct msqid_ds ds;
    q = msgget(IPC_PRIVATE, 0600);
    strcpy(m.text, "0123456789");
    put(1, 10);
    printf("MSG-10 text longer than msgsz: %s\n", res(msgrcv(q, &m, 5, 0, IPC_NOWAIT)));
    printf("MSG-10b the message stays: %s\n", res(msgrcv(q, &m, 100, 0, IPC_NOWAIT)));
    put(1, 10);
    printf("MSG-11 MSG_NOERROR into 5: %s", res(msgrcv(q, &m, 5, 0, IPC_NOWAIT | MSG_NOERROR)));
    printf(", the rest is lost: %s\n", res(msgrcv(q, &m, 100, 0, IPC_NOWAIT)));
    printf("MSG-12 empty text: %s", res(put(7, 0)));
    m.type = -1;
    printf(", received %s", res(msgrcv(q, &m, 0, 0, IPC_NOWAIT)));
    printf(", type %ld\n", m.type);
    printf("MSG-13 type 0: %s\n", res(put(0, 1)));
    printf("MSG-13b type -1: %s\n", res(put(-1, 1)));
    printf("MSG-14 8193 bytes: %s\n", res(put(1, 8193)));
    printf("MSG-15 size -1: %s\n", res(put(1, -1)));
    printf("MSG-16 msgsnd, id -1: %s\n", res(msgsnd(-1, &(long){1}, 0, 0)));
    printf("MSG-16 msgrcv, id 999999: %s\n", res(msgrcv(999999, &m, 1, 0, IPC_NOWAIT)));
    printf("MSG-16b msgrcv, size -1: %s\n", res(msgrcv(q, &m, -1, 0, IPC_NOWAIT)));
    printf("MSG-17 msgsnd, bad pointer: %s\n", res(msgsnd(q, (void *)1, 1, IPC_NOWAIT)));
    printf("MSG-18 8192 bytes: %s", res(put(1, 8192)));
    printf(", again %s\n", res(put(2, 8192)));
    printf("MSG-19 one byte more: %s\n", res(put(3, 1)));
    printf("MSG-19b an empty one: %s\n", res(put(4, 0)));
    msgctl(q, IPC_STAT, &ds);
    printf("MSG-20 qnum %ld, cbytes %ld, qbytes %ld, lspid mine %d, lrpid mine %d, times set %d\n", (long)ds.msg_qnum,
           (long)ds.__msg_cbytes, (long)ds.msg_qbytes, ds.msg_lspid == getpid(), ds.msg_lrpid == getpid(),
           ds.msg_stime != 0 && ds.msg_rtime != 0);
    while (msgrcv(q, &m, sizeof m.text, 0, IPC_NOWAIT) >= 0)
        ;
    msgctl(q, IPC_STAT, &ds);
    printf("MSG-20 emptied: qnum %ld, cbytes %ld\n", (long)ds.msg_qnum, (long)ds.__msg_cbytes);
    ds.msg_qbytes = 20;
    ds.msg_perm.mode = 0644;
    printf("MSG-28 IPC_SET, qbytes 20: %s", res(msgctl(q, IPC_SET, &ds)));
    msgctl(q, IPC_STAT, &ds);
    printf(", qbytes %ld, mode %o\n", (long)ds.msg_qbytes, ds.msg_perm.mode & 0777);
    printf("MSG-28 15 bytes: %s", res(put(1, 15)));
    printf(", 6 more %s", res(put(1, 6)));
    printf(", 5 more %s\n", res(put(1, 5)));
    int n = 0;
    while (msgrcv(q, &m, 100, 0, IPC_NOWAIT) >= 0)
        ;
    while (put(9, 0) == 0)
        n++;
    printf("MSG-19b empty messages that fit with qbytes 20: %d\n", n);
    msgctl(q, IPC_RMID, NULL);
    return 0;
}
