/* SIGIO: O_ASYNC, F_SETOWN, F_SETSIG (fcntl(2), "Managing signals"). */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void handler(int sig, siginfo_t *info, void *context)
{
	printf("%s code %d band %lx fd %d\n", sig == SIGIO ? "SIGIO" : "RT", info->si_code, info->si_band, info->si_fd);
	fflush(stdout);
}

int main(void)
{
	struct sigaction act;
	struct f_owner_ex owner;
	int p[2], s[2];
	char buf[8];
	memset(&act, 0, sizeof act);
	act.sa_sigaction = handler;
	act.sa_flags = SA_SIGINFO | SA_RESTART;
	sigaction(SIGIO, &act, 0);
	sigaction(SIGRTMIN, &act, 0);

	pipe(p);
	printf("owner %d signal %d\n", fcntl(p[0], F_GETOWN), fcntl(p[0], F_GETSIG));
	printf("unknown %d", fcntl(p[0], F_SETOWN, 999999));
	printf(" %s\n", strerror(errno));
	fcntl(p[0], F_SETOWN, getpid());
	fcntl(p[0], F_SETFL, O_ASYNC | O_NONBLOCK);
	puts("one");
	fflush(stdout);
	write(p[1], "a", 1);
	puts("two");
	fflush(stdout);
	write(p[1], "b", 1);
	fcntl(p[0], F_SETSIG, SIGRTMIN);
	puts("three");
	fflush(stdout);
	write(p[1], "c", 1);
	printf("owner %d signal %d\n", fcntl(p[0], F_GETOWN) == getpid(), fcntl(p[0], F_GETSIG) == SIGRTMIN);
	fcntl(p[0], F_GETOWN_EX, &owner);
	printf("type %d\n", owner.type == F_OWNER_PID && owner.pid == getpid());
	fflush(stdout);
	fcntl(p[0], F_SETFL, O_NONBLOCK);
	write(p[1], "d", 1);
	puts("none");
	fflush(stdout);

	socketpair(AF_UNIX, SOCK_STREAM, 0, s);
	fcntl(s[0], F_SETOWN, getpid());
	fcntl(s[0], F_SETFL, O_ASYNC);
	fcntl(s[0], F_SETSIG, SIGRTMIN);
	write(s[1], "x", 1);
	read(s[0], buf, 1);
	close(s[1]);

	/* A child writes, the parent sleeps until the signal. */
	fcntl(p[0], F_SETFL, O_ASYNC | O_NONBLOCK);
	fcntl(p[0], F_SETSIG, 0);
	if (fork() == 0) {
		usleep(20000);
		write(p[1], "e", 1);
		_exit(0);
	}
	pause();
	printf("read %zd\n", read(p[0], buf, sizeof buf));
	wait(0);
	return 0;
}
