// Three stages over one message queue: each takes the type of its stage and passes on the next; a negative type drains.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

struct item {
    long stage;
    struct {
        int number;
        int value;
    } body;
};

static int queue;

static void stage(long n, int count)
{
    for (int i = 0; i < count; i++) {
        struct item it;
        if (msgrcv(queue, &it, sizeof it.body, n, 0) < 0)
            _exit(1);
        it.body.value = n == 1 ? it.body.value * it.body.value : it.body.value + 1000;
        it.stage = n + 1;
        if (msgsnd(queue, &it, sizeof it.body, 0) < 0)
            _exit(2);
    }
    _exit(0);
}

int main(void)
{
    int status, failed = 0, sum = 0;
    struct item it;
    queue = msgget(IPC_PRIVATE, 0600);
    for (long n = 1; n <= 2; n++)
        if (fork() == 0)
            stage(n, 20);
    for (int i = 1; i <= 20; i++) {
        it.stage = 1;
        it.body.number = i;
        it.body.value = i;
        msgsnd(queue, &it, sizeof it.body, 0);
    }
    for (int i = 1; i <= 20; i++) {
        msgrcv(queue, &it, sizeof it.body, 3, 0);
        if (it.body.number != i || it.body.value != i * i + 1000)
            printf("item %d is wrong: %d %d\n", i, it.body.number, it.body.value);
        sum += it.body.value;
    }
    while (wait(&status) > 0)
        failed += status != 0;
    printf("sum %d, failed %d\n", sum, failed);
    for (int i = 5; i > 0; i--) {
        it.stage = i;
        it.body.number = 10 * i;
        msgsnd(queue, &it, sizeof it.body, 0);
    }
    while (msgrcv(queue, &it, sizeof it.body, -3, IPC_NOWAIT) >= 0)
        printf("type %ld: %d\n", it.stage, it.body.number);
    while (msgrcv(queue, &it, sizeof it.body, 0, IPC_NOWAIT) >= 0)
        printf("left, type %ld: %d\n", it.stage, it.body.number);
    msgctl(queue, IPC_RMID, NULL);
    return 0;
}
