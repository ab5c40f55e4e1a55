/* says: send messages of type 2, or ask for type 3 at own_type.c:18 */
/* the sender uses type getpid() of itself, the receiver its own */
#include <stdio.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>
struct m { long to; char t[8]; };
int main(void) {
    int q = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    pid_t c = fork();
    if (c == 0) {
        struct m x = { getpid(), "hi" };
        msgsnd(q, &x, sizeof x.t, 0);
        _exit(0);
    }
    struct m x;
    msgrcv(q, &x, sizeof x.t, getpid(), 0);
    printf("%s\n", x.t);
    wait(NULL);
    msgctl(q, IPC_RMID, NULL);
    return 0;
}
