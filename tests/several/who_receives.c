// One message in a System V queue, two receivers; then the queue is removed.
// legal: 1
// legal: 2
#include <stdio.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	struct { long type; char c; } m = { 1, 'x' };
	int q = msgget(IPC_PRIVATE, 0600), s, first;
	pid_t kids[2];
	for (int i = 0; i < 2; i++)
		if ((kids[i] = fork()) == 0)
			exit(msgrcv(q, &m, 1, 0, 0) == 1);
	msgsnd(q, &m, 1, 0);
	first = wait(&s);
	msgctl(q, IPC_RMID, 0);
	printf("%d\n", WEXITSTATUS(s) != 1 ? 0 : first == kids[0] ? 1 : 2);
	wait(0);
	return 0;
}
