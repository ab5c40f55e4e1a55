// System V message queues: MSG-01 to MSG-09, MSG-27, MSG-30, MSG-31, MSG-36.
#define _GNU_SOURCE
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

struct msg {
    long type;
    char text[100];
};

static int q;

static void put(long type, const char *text)
{
    struct msg m = {type};
    strcpy(m.text, text);
    if (msgsnd(q, &m, strlen(text), 0) < 0)
        printf("msgsnd: %s\n", strerror(errno));
}

static void get(const char *what, long type, int flags)
{
    struct msg m = {-77};
    long n = msgrcv(q, &m, sizeof m.text, type, flags | IPC_NOWAIT);
    const char *r = res(n);
    printf("%s: %s", what, r);
    if (n >= 0)
        printf(", type %ld, %.*s", m.type, (int)n, m.text);
    printf("\n");
}

int main(void)
{
    key_t key = 0x464c0000 + getpid();
    struct msqid_ds ds;
    printf("MSG-01 msgget of a missing key: %s\n", res(msgget(key, 0)));
    q = msgget(key, IPC_CREAT | 0640);
    printf("MSG-02 created, the same key gives the same id: %d\n", q >= 0 && msgget(key, 0) == q);
    printf("MSG-03 IPC_CREAT|IPC_EXCL: %s\n", res(msgget(key, IPC_CREAT | IPC_EXCL | 0600)));
    int p1 = msgget(IPC_PRIVATE, 0600), p2 = msgget(IPC_PRIVATE, 0600);
    printf("MSG-04 IPC_PRIVATE twice: different %d\n", p1 >= 0 && p2 >= 0 && p1 != p2);
    msgctl(p1, IPC_RMID, NULL);
    msgctl(p2, IPC_RMID, NULL);
    msgctl(q, IPC_STAT, &ds);
    printf("MSG-27 mode %o, uid mine %d, key %d, qnum %ld, qbytes %ld\n", ds.msg_perm.mode, ds.msg_perm.uid == getuid(),
           ds.msg_perm.__key == key, (long)ds.msg_qnum, (long)ds.msg_qbytes);
    printf("MSG-27 unused: stime %ld, rtime %ld, lspid %d, lrpid %d, ctime set %d\n", (long)ds.msg_stime, (long)ds.msg_rtime,
           ds.msg_lspid, ds.msg_lrpid, ds.msg_ctime != 0);

    put(3, "three"), put(1, "one"), put(2, "two");
    get("MSG-05 type 0", 0, 0);
    get("MSG-05 type 0", 0, 0);
    get("MSG-05 type 0", 0, 0);
    put(1, "a"), put(2, "b"), put(3, "c"), put(2, "d");
    get("MSG-06 type 2", 2, 0);
    get("MSG-06 type 2", 2, 0);
    get("MSG-08 type 2, none left", 2, 0);
    get("MSG-05 type 0", 0, 0);
    get("MSG-05 type 0", 0, 0);
    put(5, "five"), put(3, "three-a"), put(2, "two"), put(3, "three-b"), put(2, "two-b");
    get("MSG-07 type -1", -1, 0);
    get("MSG-07 type -4", -4, 0);
    get("MSG-07b type -4", -4, 0);
    get("MSG-07b type -4", -4, 0);
    get("MSG-07b type -4", -4, 0);
    get("MSG-07b type -4", -4, 0);
    get("MSG-07b type -100", -100, 0);
    put(1, "one"), put(1, "one-b"), put(4, "four");
    get("MSG-09 MSG_EXCEPT 1", 1, MSG_EXCEPT);
    get("MSG-09 MSG_EXCEPT 1", 1, MSG_EXCEPT);
    get("MSG-09 MSG_EXCEPT 2", 2, MSG_EXCEPT);
    printf("MSG-30 msgctl, bad command: %s\n", res(msgctl(q, 99, &ds)));
    printf("MSG-31 IPC_STAT, bad pointer: %s\n", res(msgctl(q, IPC_STAT, (struct msqid_ds *)1)));

    fflush(stdout);
    if (fork() == 0) {
        put(8, "from a process that has gone");
        _exit(0);
    }
    wait(NULL);
    get("MSG-36 type 8", 8, 0);
    printf("MSG-36 removed: %s", res(msgctl(q, IPC_RMID, NULL)));
    printf(", then %s\n", res(msgget(key, 0)));
    return 0;
}
