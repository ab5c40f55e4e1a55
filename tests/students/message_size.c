/* says: msgsnd() is given a size of 40 here, but 'm' has only 32 bytes behind its type | msgrcv() is given a size of 40 here, but 'all[1]' has only 32 bytes behind its type | sizeof m - sizeof(long) */
#include <stdio.h>
#include <string.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

struct message { long type; char text[32]; };

static struct message all[2];

int main(void)
{
	int q = msgget(IPC_PRIVATE, 0600);
	if (fork() == 0) {
		struct message m = { 1, "hello" };
		msgsnd(q, &m, sizeof m, 0);
		_exit(0);
	}
	if (msgrcv(q, &all[1], sizeof all[1], 0, 0) > 0)
		printf("%s\n", all[1].text);
	wait(0);
	msgctl(q, IPC_RMID, 0);
	return 0;
}
