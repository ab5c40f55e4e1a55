/* A message of the wrong type in a System V queue, and an empty POSIX queue. */
#include <fcntl.h>
#include <mqueue.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

struct message {
    long type;
    char text[8];
};

int main(void)
{
    int id = msgget(IPC_PRIVATE, 0600);
    struct message m = {1, "hello"};
    if (fork() == 0) {
        msgrcv(id, &m, sizeof m.text, 2, 0);
        return 0;
    }
    msgsnd(id, &m, sizeof m.text, 0);
    if (fork() == 0) {
        char buf[8192];
        mqd_t q = mq_open("/q", O_RDWR | O_CREAT, 0600, NULL);
        mq_receive(q, buf, sizeof buf, NULL);
        return 0;
    }
    while (wait(NULL) > 0)
        ;
}
