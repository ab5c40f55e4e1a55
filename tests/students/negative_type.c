/* says: took one of type 3 at negative_type.c:18, where it asked for type 3 or lower | and so takes messages of type 3 */
/* priority queue with negative type: replies go to pid types, requests low; the worker's msgtyp -10 swallows... */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>
struct note { long kind; int n; };
enum { URGENT = 1, NORMAL = 2, REPLY = 3 };
int main(void) {
    int q = msgget(IPC_PRIVATE, 0600);
    if (fork() == 0) {
        struct note x;
        for (int i = 0; i < 2; i++) {
            /* meant: URGENT before NORMAL; -REPLY takes replies, too */
            if (msgrcv(q, &x, sizeof x.n, -REPLY, 0) < 0) _exit(1);
            x.n *= 10; x.kind = REPLY;
            if (msgsnd(q, &x, sizeof x.n, 0) < 0) _exit(1);
        }
        _exit(0);
    }
    struct note a = { NORMAL, 1 }, r;
    msgsnd(q, &a, sizeof a.n, 0);
    usleep(1000);
    a.kind = URGENT; a.n = 2;
    msgsnd(q, &a, sizeof a.n, 0);
    for (int i = 0; i < 2; i++) {
        if (msgrcv(q, &r, sizeof r.n, REPLY, 0) < 0) { perror("msgrcv"); break; }
        printf("reply %d\n", r.n);
    }
    wait(NULL);
    msgctl(q, IPC_RMID, NULL);
    return 0;
}
