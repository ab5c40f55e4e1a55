/* Threads in user space (makecontext(3), swapcontext(3)): a round robin by hand, then one driven by a timer's signals. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <ucontext.h>

enum { THREADS = 3, STACK = 64 * 1024 };

static ucontext_t scheduler, threads[THREADS];
static int done[THREADS], current;
static char order[64];
static volatile int preemptions;

static void yield(void)
{
	swapcontext(&threads[current], &scheduler);
}

static void worker(int id, int rounds)
{
	int i;
	for (i = 1; i <= rounds; i++) {
		printf("thread %d round %d\n", id, i);
		yield();
	}
	done[id] = 1;
}

static void run_all(void)
{
	int left = THREADS;
	while (left) {
		left = 0;
		for (current = 0; current < THREADS; current++)
			if (!done[current]) {
				swapcontext(&scheduler, &threads[current]);
				left += !done[current];
			}
	}
}

static void spin(int id)
{
	int seen = preemptions;
	strncat(order, id == 0 ? "a" : id == 1 ? "b" : "c", sizeof order - 1);
	while (preemptions < seen + 2)
		;
	done[id] = 1;
}

/* The timer's signal: the thread that it interrupts goes to the end of the queue. */
static void preempt(int sig)
{
	(void)sig;
	preemptions++;
	swapcontext(&threads[current], &scheduler);
}

static void make(int id, void (*function)(void), int n, int a, int b)
{
	done[id] = 0;
	getcontext(&threads[id]);
	threads[id].uc_stack.ss_sp = malloc(STACK);
	threads[id].uc_stack.ss_size = STACK;
	threads[id].uc_link = &scheduler;
	makecontext(&threads[id], function, n, a, b);
}

int main(void)
{
	struct itimerval every = { { 0, 2000 }, { 0, 2000 } }, never = { { 0, 0 }, { 0, 0 } };
	struct sigaction act;
	ucontext_t here;
	volatile int times = 0;
	int id;

	for (id = 0; id < THREADS; id++)
		make(id, (void (*)(void))worker, 2, id, id + 1);
	run_all();

	memset(&act, 0, sizeof act);
	act.sa_handler = preempt;
	sigaction(SIGALRM, &act, 0);
	for (id = 0; id < THREADS; id++)
		make(id, (void (*)(void))spin, 1, id, 0);
	/* The scheduler itself is not interrupted. */
	sigset_t alarm;
	sigemptyset(&alarm);
	sigaddset(&alarm, SIGALRM);
	sigprocmask(SIG_BLOCK, &alarm, 0);
	setitimer(ITIMER_REAL, &every, 0);
	run_all();
	setitimer(ITIMER_REAL, &never, 0);
	printf("started %s, preempted %d\n", order, preemptions >= 4);

	getcontext(&here);
	times++;
	printf("time %d\n", times);
	if (times < 3)
		setcontext(&here);
	puts("end");
	return 0;
}
