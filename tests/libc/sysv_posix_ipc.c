/* System V and POSIX IPC through their wrappers, in one process or with a child that is waited for. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <time.h>
#include <mqueue.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/wait.h>

union semun { int val; struct semid_ds *buf; unsigned short *array; };

static void show(const char *what, long r)
{
	printf("%s: %ld", what, r);
	if (r < 0)
		printf(" %s", strerror(errno));
	printf("\n");
}

static void messages(void)
{
	struct { long type; char text[100]; } m = { 3, "hello" };
	struct msqid_ds ds;
	int q = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
	show("msgget", q >= 0);
	show("msgsnd", msgsnd(q, &m, 6, 0));
	m.type = 5;
	strcpy(m.text, "five");
	show("msgsnd", msgsnd(q, &m, 5, 0));
	show("stat", msgctl(q, IPC_STAT, &ds));
	printf("%lu %lu %lu %o\n", ds.msg_qnum, ds.msg_qbytes, ds.__msg_cbytes, ds.msg_perm.mode);
	show("msgrcv", msgrcv(q, &m, 100, 5, 0));
	printf("%ld %s\n", m.type, m.text);
	show("msgrcv", msgrcv(q, &m, 100, 9, IPC_NOWAIT));
	show("msgrcv", msgrcv(q, &m, 2, 0, 0));
	show("msgrcv", msgrcv(q, &m, 2, -3, MSG_NOERROR));
	show("rmid", msgctl(q, IPC_RMID, NULL));
	show("msgget", msgget(0x7abc1234, 0));
}

static void semaphores(void)
{
	union semun u;
	unsigned short all[3] = { 1, 2, 3 };
	struct sembuf op[2] = { { 0, -1, IPC_NOWAIT }, { 1, 5, 0 } };
	struct semid_ds ds;
	int s = semget(IPC_PRIVATE, 3, 0600);
	u.array = all;
	show("setall", semctl(s, 0, SETALL, u));
	show("getval", semctl(s, 2, GETVAL));
	show("semop", semop(s, op, 2));
	show("semop", semop(s, op, 1));
	u.val = 9;
	show("setval", semctl(s, 1, SETVAL, u));
	u.array = all;
	show("getall", semctl(s, 0, GETALL, u));
	printf("%d %d %d\n", all[0], all[1], all[2]);
	u.buf = &ds;
	show("stat", semctl(s, 0, IPC_STAT, u));
	printf("%lu %d\n", ds.sem_nsems, ds.sem_otime != 0);
	show("pid", semctl(s, 0, GETPID) == getpid());
	struct timespec t = { 0, 1000000 };
	op[0].sem_flg = 0;
	show("timed", semtimedop(s, op, 1, &t));
	show("rmid", semctl(s, 0, IPC_RMID));
}

static void shared(void)
{
	struct shmid_ds ds;
	int id = shmget(IPC_PRIVATE, 5000, 0600);
	char *p = shmat(id, NULL, 0);
	show("shmat", p != (void *)-1);
	if (fork() == 0) {
		strcpy(p, "from the child");
		_exit(0);
	}
	wait(NULL);
	printf("%s\n", p);
	show("stat", shmctl(id, IPC_STAT, &ds));
	printf("%zu %lu %o\n", ds.shm_segsz, ds.shm_nattch, ds.shm_perm.mode & 0777);
	show("shmdt", shmdt(p));
	show("shmdt", shmdt(p));
	show("rmid", shmctl(id, IPC_RMID, NULL));
	show("shmat", (long)shmat(id, NULL, 0));
}

static void queues(const char *name)
{
	struct mq_attr a = { 0, 4, 32, 0 };
	char buf[32];
	unsigned prio = 0;
	mqd_t q;
	struct timespec past = { 1, 0 };
	mq_unlink(name);
	show("bad", mq_open("noslash", O_CREAT | O_RDWR, 0600, NULL));
	show("missing", mq_open(name, O_RDWR));
	q = mq_open(name, O_CREAT | O_RDWR | O_EXCL, 0600, &a);
	show("open", q >= 0);
	show("send", mq_send(q, "low", 4, 1));
	show("send", mq_send(q, "high", 5, 9));
	show("getattr", mq_getattr(q, &a));
	printf("%ld %ld %ld\n", a.mq_maxmsg, a.mq_msgsize, a.mq_curmsgs);
	show("receive", mq_receive(q, buf, sizeof buf, &prio));
	printf("%s %u\n", buf, prio);
	show("short", mq_receive(q, buf, 3, NULL));
	show("receive", mq_receive(q, buf, sizeof buf, NULL));
	show("timed", mq_timedreceive(q, buf, sizeof buf, NULL, &past));
	a.mq_flags = O_NONBLOCK;
	show("setattr", mq_setattr(q, &a, NULL));
	show("receive", mq_receive(q, buf, sizeof buf, NULL));
	show("unlink", mq_unlink(name));
	show("close", mq_close(q));
}

static void posix_semaphores(const char *name)
{
	sem_t *s, *t, local;
	int v;
	struct timespec past = { 1, 0 };
	sem_unlink(name);
	show("missing", (long)sem_open(name, 0) ? 1 : -1);
	s = sem_open(name, O_CREAT | O_EXCL, 0600, 1);
	show("open", s != SEM_FAILED);
	t = sem_open(name, 0);
	show("same", s == t);
	show("excl", sem_open(name, O_CREAT | O_EXCL, 0600, 1) == SEM_FAILED ? -1 : 0);
	show("wait", sem_wait(s));
	show("trywait", sem_trywait(s));
	show("timed", sem_timedwait(s, &past));
	fflush(stdout);
	if (fork() == 0) {
		usleep(1000);
		sem_post(s);
		_exit(0);
	}
	show("wait", sem_wait(t));
	wait(NULL);
	show("getvalue", sem_getvalue(s, &v));
	printf("%d\n", v);
	show("close", sem_close(t));
	show("close", sem_close(s));
	show("unlink", sem_unlink(name));
	show("unlink", sem_unlink(name));
	show("init", sem_init(&local, 0, 2));
	show("wait", sem_wait(&local));
	show("post", sem_post(&local));
	sem_getvalue(&local, &v);
	printf("%d\n", v);
	show("init", sem_init(&local, 0, (unsigned)1 << 31));
}

static void shared_objects(const char *name)
{
	struct stat st;
	char *p;
	int fd;
	shm_unlink(name);
	fd = shm_open(name, O_CREAT | O_RDWR | O_EXCL, 0600);
	show("open", fd >= 0);
	show("cloexec", fcntl(fd, F_GETFD));
	fstat(fd, &st);
	show("size", st.st_size);
	show("truncate", ftruncate(fd, 4096));
	p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (fork() == 0) {
		strcpy(p, "shared text");
		_exit(0);
	}
	wait(NULL);
	printf("%s\n", p);
	show("munmap", munmap(p, 4096));
	show("unlink", shm_unlink(name));
	show("unlink", shm_unlink(name));
	show("slash", shm_open("/a/b", O_RDWR, 0));
	show("ftok", ftok("/nonexistent", 'x'));
	fstat(0, &st);
	stat("/", &st);
	printf("%d\n", ftok("/", 'A') == (int)(('A' << 24) | (st.st_dev & 0xff) << 16 | (st.st_ino & 0xffff)));
}

int main(void)
{
	char name[32];
	snprintf(name, sizeof name, "/t%d", getpid());
	messages();
	semaphores();
	shared();
	queues(name);
	posix_semaphores(name);
	shared_objects(name);
	return 0;
}
