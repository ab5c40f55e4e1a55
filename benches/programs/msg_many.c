/* A queue with k messages of 100 types in it: n times one is taken out by type and put in again. Root: it raises the limit. */
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/msg.h>

int main(int argc, char **argv)
{
    long n = atol(argv[1]), k = atol(argv[2]);
    struct msqid_ds ds;
    struct {
        long type;
        char text[1];
    } m = {1, "x"};
    int q = msgget(IPC_PRIVATE, 0600);
    msgctl(q, IPC_STAT, &ds);
    ds.msg_qbytes = 2 * k + 16384;
    if (msgctl(q, IPC_SET, &ds))
        return 1;
    for (long i = 0; i < k; i++) {
        m.type = i % 100 + 1;
        if (msgsnd(q, &m, 1, IPC_NOWAIT))
            return 2;
    }
    for (long i = 0; i < n; i++) {
        long type = k < 100 ? i % k + 1 : i % 100 + 1;
        if (msgrcv(q, &m, 1, type, IPC_NOWAIT) != 1 || msgsnd(q, &m, 1, IPC_NOWAIT))
            return 3;
    }
    msgctl(q, IPC_RMID, NULL);
    return 0;
}
