/* One message there and one back between two processes over two System V queues: n round trips. */
#include "ping_pong.h"
#include <sys/ipc.h>
#include <sys/msg.h>

int main(int argc, char **argv)
{
    long n = atol(argv[1]);
    struct {
        long type;
        char text[1];
    } m = {1, "x"};
    int there = msgget(IPC_PRIVATE, 0600), back = msgget(IPC_PRIVATE, 0600);
    if (there < 0 || back < 0)
        return 1;
    PING_PONG(n, msgsnd(there, &m, 1, 0) == 0 && msgrcv(back, &m, 1, 1, 0) == 1,
              msgrcv(there, &m, 1, 1, 0) == 1 && msgsnd(back, &m, 1, 0) == 0);
    msgctl(there, IPC_RMID, NULL);
    msgctl(back, IPC_RMID, NULL);
    return 0;
}
