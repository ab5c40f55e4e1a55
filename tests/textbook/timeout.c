#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static void alarm_handler(int s) { }
int main(void)
{
	struct sigaction sa;
	char buf[20];
	int p[2];
	pipe(p);
	memset(&sa, 0, sizeof sa);
	sa.sa_handler = alarm_handler;
	sigaction(SIGALRM, &sa, NULL);
	alarm(2);
	ssize_t n = read(p[0], buf, sizeof buf);
	if (n < 0 && errno == EINTR)
		printf("timeout\n");
	return 0;
}
