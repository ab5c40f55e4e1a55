#include <mqueue.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct message {
	long type;
	int value;
};

static int stored;

static void *work(void *arg)
{
	stored = *(int *)arg + 1;
	return NULL;
}

int main(void)
{
	int queue = msgget(IPC_PRIVATE, 0600), set = semget(IPC_PRIVATE, 2, 0600), one = 1;
	struct message got = { 0, 0 };
	unsigned short values[2] = { 9, 9 };
	unsigned priority = 7;
	struct mq_attr attr = { .mq_maxmsg = 1, .mq_msgsize = 8 };
	struct stat st = { 0 };
	char text[8];
	pthread_t thread;
	mqd_t mq = mq_open("/q", O_CREAT | O_RDWR, 0600, &attr);
	if (fork() == 0) {
		struct message sent = { 5, 42 };
		msgsnd(queue, &sent, sizeof sent.value, 0);
		_exit(0);
	}
	msgrcv(queue, &got, sizeof got.value, 0, 0);
	semctl(set, 0, GETALL, values);
	mq_send(mq, "hi", 3, 4);
	mq_receive(mq, text, sizeof text, &priority);
	fstat(0, &st);
	pthread_create(&thread, NULL, work, &one);
	pthread_join(thread, NULL);
	printf("%ld %d %d %u %d\n", got.type, got.value, values[0], priority, stored);
	return 0;
}
