/* One call of each kind that strace shows in a way of its own. What stands between the two marks is compared. */
#define _GNU_SOURCE
#include <mqueue.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <arpa/inet.h>
#include <fcntl.h>
#include <unistd.h>
#include <poll.h>
#include <sys/select.h>
#include <sys/uio.h>
#include <sys/timerfd.h>
#include <sys/signalfd.h>
#include <sys/file.h>
int main(void)
{
	int sv[2], s, q, e, fd;
	char b[100];
	struct sockaddr_un a = { AF_UNIX, "sock" };
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(45123), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct { long t; char c[20]; } m = { 3, "hello" };
	write(1, "--begin--\n", 10);
	socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sv);
	send(sv[0], "hello", 5, MSG_NOSIGNAL);
	recv(sv[1], b, 100, MSG_PEEK | MSG_DONTWAIT);
	recv(sv[1], b, 100, 0);
	recv(sv[1], b, 100, MSG_DONTWAIT);
	struct iovec v[2] = { { "ab", 2 }, { "cdef", 4 } };
	struct msghdr h = { .msg_iov = v, .msg_iovlen = 2 };
	union { char c[CMSG_SPACE(4)]; struct cmsghdr h; } u;
	memset(&u, 0, sizeof u);
	h.msg_control = u.c;
	h.msg_controllen = sizeof u.c;
	u.h.cmsg_level = SOL_SOCKET;
	u.h.cmsg_type = SCM_RIGHTS;
	u.h.cmsg_len = CMSG_LEN(4);
	*(int *)CMSG_DATA(&u.h) = 1;
	sendmsg(sv[0], &h, 0);
	char x[3], y[10];
	v[0] = (struct iovec){ x, 3 };
	v[1] = (struct iovec){ y, 10 };
	h.msg_controllen = sizeof u.c;
	recvmsg(sv[1], &h, 0);
	shutdown(sv[0], SHUT_WR);
	close(sv[0]);
	close(sv[1]);
	close(5);
	s = socket(AF_UNIX, SOCK_DGRAM, 0);
	bind(s, (void *)&a, sizeof a);
	sendto(s, "x", 1, 0, (void *)&a, sizeof a);
	struct sockaddr_un from;
	socklen_t n = sizeof from;
	recvfrom(s, b, 100, 0, (void *)&from, &n);
	n = sizeof from;
	getsockname(s, (void *)&from, &n);
	n = sizeof from;
	getpeername(s, (void *)&from, &n);
	unlink("sock");
	close(s);
	s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
	int one = 1;
	setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, 4);
	setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, 4);
	bind(s, (void *)&in, sizeof in);
	listen(s, 5);
	n = 4;
	getsockopt(s, SOL_SOCKET, SO_ERROR, &one, &n);
	fcntl(s, F_SETFL, O_RDWR | O_NONBLOCK);
	accept(s, 0, 0);
	accept4(s, 0, 0, SOCK_CLOEXEC | SOCK_NONBLOCK);
	close(s);
	s = socket(AF_INET, SOCK_DGRAM, 0);
	sendto(s, "dgram", 5, 0, (void *)&in, sizeof in);
	connect(s, (void *)&in, sizeof in);
	close(s);
	q = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
	msgsnd(q, &m, 5, 0);
	msgrcv(q, &m, 20, -3, IPC_NOWAIT | MSG_NOERROR);
	msgrcv(q, &m, 20, 0, IPC_NOWAIT);
	struct msqid_ds ds;
	msgctl(q, IPC_STAT, &ds);
	msgctl(q, IPC_RMID, 0);
	q = semget(IPC_PRIVATE, 2, 0600);
	semctl(q, 1, SETVAL, 3);
	semctl(q, 1, GETVAL);
	semop(q, (struct sembuf[]){ { 0, 1, 0 }, { 1, -1, SEM_UNDO | IPC_NOWAIT } }, 2);
	semop(q, (struct sembuf[]){ { 0, -5, IPC_NOWAIT } }, 1);
	semctl(q, 0, IPC_RMID);
	q = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0640);
	void *p = shmat(q, 0, SHM_RDONLY);
	shmdt(p);
	shmctl(q, IPC_RMID, 0);
	shmget(1234, 10, 0);
	struct mq_attr at = { 0, 4, 64, 0 };
	mqd_t mq = mq_open("/stq", O_RDWR | O_CREAT | O_NONBLOCK, 0600, &at);
	mq_send(mq, "prio", 4, 7);
	unsigned prio;
	mq_receive(mq, b, 64, &prio);
	mq_receive(mq, b, 64, &prio);
	mq_getattr(mq, &at);
	struct sigevent se = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };
	mq_notify(mq, &se);
	mq_close(mq);
	mq_unlink("/stq");
	e = epoll_create1(EPOLL_CLOEXEC);
	fd = eventfd(5, EFD_NONBLOCK);
	struct epoll_event ev = { .events = EPOLLIN | EPOLLET, .data.u32 = 7 };
	epoll_ctl(e, EPOLL_CTL_ADD, fd, &ev);
	epoll_wait(e, &ev, 1, 0);
	epoll_ctl(e, EPOLL_CTL_DEL, fd, 0);
	close(e);
	struct pollfd pf[2] = { { fd, POLLIN | POLLOUT, 0 }, { 99, POLLIN, 0 } };
	poll(pf, 2, 100);
	fd_set rs;
	FD_ZERO(&rs);
	FD_SET(fd, &rs);
	struct timeval tv = { 1, 500 };
	select(fd + 1, &rs, 0, 0, &tv);
	close(fd);
	fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
	struct itimerspec it = { { 0, 0 }, { 5, 100 } };
	timerfd_settime(fd, 0, &it, 0);
	read(fd, b, 8);
	close(fd);
	sigset_t ss;
	sigemptyset(&ss);
	sigaddset(&ss, SIGUSR1);
	sigaddset(&ss, SIGRTMIN + 1);
	sigprocmask(SIG_BLOCK, &ss, 0);
	fd = signalfd(-1, &ss, SFD_NONBLOCK);
	kill(getpid(), SIGUSR1);
	close(fd);
	struct timespec ts = { 0, 0 };
	sigtimedwait(&ss, 0, &ts);
	fd = open("lockf", O_RDWR | O_CREAT, 0644);
	struct flock fl = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 5, .l_len = 10 };
	fcntl(fd, F_SETLK, &fl);
	fcntl(fd, F_GETLK, &fl);
	flock(fd, LOCK_EX | LOCK_NB);
	ftruncate(fd, 100);
	unlink("lockf");
	close(fd);
	write(1, "--end--\n", 8);
	return 0;
}
