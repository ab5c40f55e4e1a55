/* says: pid 3 took at types_overlap.c:16 (called at types_overlap.c:24) the message of type 1 that pid 4 sent at types_overlap.c:15 | pid 3 asks at types_overlap.c:16 (called at types_overlap.c:24) for type 1, which it sends to others, too | not: send messages of type 2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>
#define SERVER 1
struct msg { long mtype; int from; int value; };
#define LEN (sizeof(struct msg) - sizeof(long))
static void client(int q, int id, int v)
{
    struct msg m = { SERVER, id, v };
    if (msgsnd(q, &m, LEN, 0) < 0) exit(1);
    if (msgrcv(q, &m, LEN, id, 0) < 0) exit(1);
    printf("client %d: %d -> %d\n", id, v, m.value);
    exit(0);
}
int main(void)
{
    int q = msgget(IPC_PRIVATE, 0600);
    for (int i = 0; i < 3; i++)
        if (fork() == 0) client(q, i + 1, (i + 1) * 100);
    for (int i = 0; i < 3; i++) {
        struct msg m;
        if (msgrcv(q, &m, LEN, SERVER, 0) < 0) return 1;
        m.mtype = m.from;
        m.value++;
        if (msgsnd(q, &m, LEN, 0) < 0) return 1;
    }
    for (int i = 0; i < 3; i++) wait(NULL);
    msgctl(q, IPC_RMID, NULL);
    return 0;
}
