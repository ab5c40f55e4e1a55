#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	struct mq_attr attr = { .mq_maxmsg = 10, .mq_msgsize = 64 };
	mqd_t mq = mq_open("/test", O_CREAT | O_RDWR, 0644, &attr);
	if (fork() == 0) {
		char buffer[65];
		int stop = 0;
		do {
			ssize_t n = mq_receive(mq, buffer, 64, NULL);
			buffer[n] = '\0';
			if (!strcmp(buffer, "exit"))
				stop = 1;
			else
				printf("Received: %s\n", buffer);
		} while (!stop);
		exit(0);
	}
	mq_send(mq, "one", 3, 0);
	mq_send(mq, "exit", 4, 0);
	wait(NULL);
	mq_close(mq);
	mq_unlink("/test");
	return 0;
}
