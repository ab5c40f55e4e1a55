/* strerror(3), strsignal(3), perror(3), psignal(3), err(3), error(3) */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <signal.h>
#include <errno.h>
#include <err.h>
#include <error.h>
#include <stdlib.h>
#include <unistd.h>

int main(void)
{
	int i;
	char buf[64];
	for (i = -1; i < 140; i++)
		printf("%d %s\n", i, strerror(i));
	for (i = -1; i < 67; i++)
		printf("%d %s\n", i, strsignal(i));
	for (i = 0; i < 135; i++)
		printf("%s.\n", strerrorname_np(i));
	printf("%s %s\n", strerror_r(ENOENT, buf, sizeof buf), strerror_r(4000, buf, sizeof buf));
	errno = EACCES;
	perror("prefix");
	perror("");
	perror(NULL);
	printf("%d\n", errno);
	for (i = 0; i < 66; i += 5)
		psignal(i, i % 2 ? "sig" : NULL);
	errno = ENOENT;
	warn("cannot open %s", "file");
	warnx("no errno %d", 7);
	warn(NULL);
	error(0, EPERM, "error %d", 1);
	error(0, 0, "plain");
	error_at_line(0, EINTR, "file.c", 12, "at line");
	printf("%s %s\n", sigabbrev_np(SIGINT), sigdescr_np(SIGKILL));
	fflush(stdout);
	errno = ENOSPC;
	err(3, "the end");
}
