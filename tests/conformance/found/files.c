// What the random tester found about descriptors and files.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SHOW(call) do { errno = 0; long r_ = (long)(call); printf("%s: %ld %s\n", #call, r_, errno ? strerror(errno) : ""); } while (0)

int main(int argc, char **argv)
{
	struct stat st;
	struct mq_attr attr = { 0, 1, 10, 0 };
	int p[2], s[2], f;
	char b[8];
	mqd_t q;
	if (argc > 1) {
		printf("executed: %s\n", argv[1]);
		return 0;
	}
	/* Who writes to a program takes its set-user-id bit away. */
	f = open("file", O_RDWR | O_CREAT, 0644);
	fchmod(f, 06755);
	SHOW(write(f, "x", 1));
	fstat(f, &st);
	printf("%o\n", st.st_mode & 07777);
	fchmod(f, 06745);
	SHOW(ftruncate(f, 0));
	fstat(f, &st);
	printf("%o\n", st.st_mode & 07777);
	/* O_DIRECT of a pipe is the writer's. */
	pipe2(p, O_DIRECT | O_NONBLOCK);
	printf("%o %o\n", fcntl(p[0], F_GETFL), fcntl(p[1], F_GETFL));
	/* A message queue has an offset. */
	q = mq_open("/found-files", O_RDWR | O_CREAT, 0600, &attr);
	mq_unlink("/found-files");
	SHOW(lseek(q, 7, SEEK_CUR));
	SHOW(lseek(q, 3, SEEK_SET));
	/* With a datagram peer goes what it had sent, once one notices. */
	socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, s);
	write(s[1], "lost", 4);
	close(s[1]);
	SHOW(write(s[0], "x", 1));
	SHOW(read(s[0], b, 8));
	/* fexecve. */
	fflush(stdout);
	if (fork() == 0) {
		fexecve(open(argv[0], O_RDONLY | O_CLOEXEC), (char *[]){ "name", "again", 0 }, (char *[]){ 0 });
		_exit(9);
	}
	wait(0);
	SHOW(fexecve(77, argv, argv));
	return 0;
}
