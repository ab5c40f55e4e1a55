/* POSIX asynchronous input and output (aio(7)). */
#include <aio.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t told;

static void tell(int sig, siginfo_t *info, void *context)
{
	told = info->si_code == SI_ASYNCIO ? info->si_value.sival_int : -1;
}

int main(void)
{
	int fd = open("f", O_RDWR | O_CREAT | O_TRUNC, 0600), p[2];
	char text[16] = "", other[8] = "";
	struct aiocb w, r, bad, q, *both[2] = { &w, &r };
	const struct aiocb *list[1] = { &r };
	struct sigaction act;

	memset(&w, 0, sizeof w);
	w.aio_fildes = fd;
	w.aio_buf = "hello";
	w.aio_nbytes = 5;
	printf("write %d", aio_write(&w));
	while (aio_error(&w) == EINPROGRESS)
		usleep(100);
	printf(" %d %zd\n", aio_error(&w), aio_return(&w));

	memset(&act, 0, sizeof act);
	act.sa_sigaction = tell;
	act.sa_flags = SA_SIGINFO;
	sigaction(SIGUSR1, &act, 0);
	memset(&r, 0, sizeof r);
	r.aio_fildes = fd;
	r.aio_buf = text;
	r.aio_nbytes = 15;
	r.aio_offset = 1;
	r.aio_sigevent.sigev_notify = SIGEV_SIGNAL;
	r.aio_sigevent.sigev_signo = SIGUSR1;
	r.aio_sigevent.sigev_value.sival_int = 77;
	aio_read(&r);
	while (aio_suspend(list, 1, 0) < 0 && errno == EINTR)
		;
	while (!told)
		usleep(100);
	printf("read %d %zd %s value %d\n", aio_error(&r), aio_return(&r), text, (int)told);

	bad = r;
	bad.aio_fildes = 99;
	bad.aio_sigevent.sigev_notify = SIGEV_NONE;
	aio_read(&bad);
	while (aio_error(&bad) == EINPROGRESS)
		usleep(100);
	printf("bad %s %zd\n", strerror(aio_error(&bad)), aio_return(&bad));

	w.aio_lio_opcode = LIO_WRITE;
	w.aio_buf = "HE";
	w.aio_nbytes = 2;
	r.aio_lio_opcode = LIO_NOP;
	printf("list %d %zd\n", lio_listio(LIO_WAIT, both, 2, 0), aio_return(&w));
	pread(fd, text, 5, 0);
	printf("%.5s\n", text);

	/* A read from an empty pipe waits in its own thread. */
	pipe(p);
	memset(&q, 0, sizeof q);
	q.aio_fildes = p[0];
	q.aio_buf = other;
	q.aio_nbytes = 4;
	aio_read(&q);
	printf("waits %d\n", aio_error(&q) == EINPROGRESS);
	write(p[1], "pipe", 4);
	list[0] = &q;
	aio_suspend(list, 1, 0);
	printf("%d %zd %.4s\n", aio_error(&q), aio_return(&q), other);
	printf("cancel %d\n", aio_cancel(fd, 0) == AIO_ALLDONE);
	return 0;
}
