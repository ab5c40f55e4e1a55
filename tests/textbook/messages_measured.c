/* Sizes of messages: of the text alone, of a whole structure behind the type, of what was received; and a group that ends by kill(0). */
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

struct text { long type; char text[32]; };
struct order { long type; int item; double price; char name[8]; };
struct client { struct text last; int n; };

int main(void)
{
	int q = msgget(IPC_PRIVATE, 0600);
	struct text t = { 1, "hello" };
	struct order o[2] = { { 2, 7, 1.5, "nail" }, { 3, 8, 2.5, "bolt" } };
	struct client c = { { 0, "" }, 0 };
	char raw[sizeof(long) + 32];
	struct { long type; char text[1]; } *big = malloc(sizeof(long) + 100);
	msgsnd(q, &t, strlen(t.text) + 1, 0);
	msgsnd(q, &o[1], sizeof o[1] - sizeof(long), 0);
	msgsnd(q, &t, sizeof t.text, 0);
	msgsnd(q, &t, sizeof(struct text) - offsetof(struct text, text), 0);
	c.n += msgrcv(q, &c.last, sizeof c.last.text, 1, 0);
	c.n += msgrcv(q, &o[0], sizeof(struct order) - sizeof(long), 3, 0);
	c.n += msgrcv(q, raw, sizeof raw - sizeof(long), 0, 0);
	c.n += msgrcv(q, big, 100, 0, 0);
	printf("%d %s %s\n", c.n, c.last.text, o[0].name);
	free(big);
	msgctl(q, IPC_RMID, 0);
	if (fork() == 0) {
		setpgid(0, 0);
		kill(0, SIGTERM);
		_exit(1);
	}
	int status;
	wait(&status);
	printf("%d\n", WTERMSIG(status));
	return 0;
}
