/* sendfile(2), splice(2), tee(2), vmsplice(2), copy_file_range(2). */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static char buf[70000];

static void got(const char *what, int fd)
{
	ssize_t n = read(fd, buf, sizeof buf);
	printf("  %s: %zd %.*s\n", what, n, n > 0 && n < 40 ? (int)n : 0, buf);
}

static void result(const char *what, ssize_t r)
{
	if (r < 0)
		printf("%s: %zd %s\n", what, r, strerror(errno));
	else
		printf("%s: %zd\n", what, r);
}

int main(void)
{
	int f = open("f", O_RDWR | O_CREAT | O_TRUNC, 0600), g = open("g", O_RDWR | O_CREAT | O_TRUNC, 0600), p[2], q[2], s[2];
	int status;
	loff_t at = 6;
	off_t from = 0;
	struct iovec v[2] = { { "vm", 2 }, { "splice", 6 } };
	write(f, "hello world", 11);
	pipe(p);
	pipe(q);
	socketpair(AF_UNIX, SOCK_STREAM, 0, s);

	result("file to pipe", splice(f, &at, p[1], 0, 100, 0));
	printf("  offset %ld of file %ld\n", (long)at, (long)lseek(f, 0, SEEK_CUR));
	result("tee", tee(p[0], q[1], 3, 0));
	got("copy", q[0]);
	result("pipe to pipe", splice(p[0], 0, q[1], 0, 2, 0));
	got("moved", q[0]);
	result("pipe to socket", splice(p[0], 0, s[0], 0, 100, 0));
	got("socket", s[1]);
	write(s[1], "back", 4);
	result("socket to pipe", splice(s[0], 0, p[1], 0, 100, 0));
	at = 2;
	result("pipe to file", splice(p[0], 0, g, &at, 100, 0));
	printf("  offset %ld\n", (long)at);
	result("vmsplice", vmsplice(p[1], v, 2, 0));
	got("memory", p[0]);

	result("sendfile", sendfile(p[1], f, &from, 5));
	printf("  offset %ld\n", (long)from);
	got("pipe", p[0]);
	lseek(f, 6, SEEK_SET);
	result("sendfile at the file's offset", sendfile(s[0], f, 0, 100));
	printf("  offset %ld\n", (long)lseek(f, 0, SEEK_CUR));
	got("socket", s[1]);
	result("sendfile at the end", sendfile(s[0], f, 0, 100));
	result("sendfile to file", sendfile(g, f, &(off_t){ 0 }, 4));

	at = 0;
	result("copy_file_range", copy_file_range(f, &at, g, &(loff_t){ 20 }, 5, 0));
	pread(g, buf, 25, 0);
	printf("  %.5s\n", buf + 20);

	fcntl(p[0], F_SETFL, O_NONBLOCK);
	result("empty", splice(p[0], 0, g, 0, 1, 0));
	result("empty tee", tee(p[0], q[1], 1, SPLICE_F_NONBLOCK));
	result("no pipe", splice(f, 0, g, 0, 1, 0));
	result("offset of a pipe", splice(p[0], &at, g, 0, 1, 0));
	result("the same pipe", splice(p[0], 0, p[1], 0, 1, 0));
	result("nothing", splice(p[0], 0, g, 0, 0, 0));
	result("wrong end", splice(p[1], 0, g, 0, 1, 0));
	result("tee of a file", tee(f, p[1], 1, 0));
	result("bad descriptor", sendfile(99, f, 0, 1));
	result("sendfile from a pipe", sendfile(g, p[0], 0, 1));
	result("flags", splice(p[0], 0, g, 0, 1, 64));
	close(p[1]);
	result("end of file", splice(p[0], 0, g, 0, 1, 0));

	/* A child empties the pipe that is too full for all. */
	fflush(stdout);
	if (fork() == 0) {
		size_t n = 0;
		ssize_t r;
		close(q[1]);
		while ((r = read(q[0], buf, sizeof buf)) > 0)
			n += r;
		_exit(n == 300000 ? 3 : 4);
	}
	close(q[0]);
	ftruncate(g, 300000);
	result("more than fits", sendfile(q[1], g, &(off_t){ 0 }, 300000));
	close(q[1]);
	wait(&status);
	printf("child %d\n", WEXITSTATUS(status));
	signal(SIGPIPE, SIG_IGN);
	pipe(p);
	close(p[0]);
	result("no reader", sendfile(p[1], f, &(off_t){ 0 }, 1));
	return 0;
}
