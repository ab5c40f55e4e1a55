
/* Threads that are told what to do, one at a time; what they answer is logged when all are done or asleep. */

enum { WORKERS = 4 };
static struct worker {
	pthread_t thread;
	sem_t go;
	struct note note;
	volatile int busy, gone, tid, number, owner;
	int op, a, b;
} workers[WORKERS];
static pthread_mutex_t mutexes[3];
static pthread_cond_t conds[2];
static pthread_rwlock_t rwlocks[2];
static pthread_barrier_t barrier;
static pthread_spinlock_t spin;
static pthread_key_t keys[2];
static pthread_once_t once[2] = { PTHREAD_ONCE_INIT, PTHREAD_ONCE_INIT };
static sem_t sems[2];
static unsigned int word[2];

enum {
	LOCK, TRYLOCK, UNLOCK, TIMEDLOCK, WAIT, TIMEDWAIT, SIGNAL, BROADCAST, RDLOCK, WRLOCK, TRYRD, TRYWR, RWUNLOCK, BARRIER,
	TRYSPIN, UNSPIN, SETKEY, GETKEY, ONCE, SEMWAIT, SEMPOST, SEMTRY, FWAIT, FWAKE, FREQUEUE, CONSISTENT, EXITS, MASK, RAISE,
	TELL, SIGWAITS, NAPS, FORKS, JOINS, DETACH, OPS
};

static void destructor(void *value)
{
	say("<%ld>", (long)value);
	if ((long)value > 5)
		pthread_setspecific(keys[0], (void *)((long)value - 3));
}

static void once_only(void)
{
	say("<once>");
}

/* How often this thread holds each lock. */
static __thread int holds[2];

static int holding(int c, int result)
{
	holds[c] += result == 0;
	return result;
}

static long perform(int op, int a, int c)
{
	struct timespec soon;
	int got = 0;
	clock_gettime(CLOCK_REALTIME, &soon);
	soon.tv_nsec += 3000000;
	if (soon.tv_nsec >= 1000000000) {
		soon.tv_sec++;
		soon.tv_nsec -= 1000000000;
	}
	errno = 0;
	switch (op) {
	case LOCK: return pthread_mutex_lock(&mutexes[a]);
	case TRYLOCK: return pthread_mutex_trylock(&mutexes[a]);
	case UNLOCK: return pthread_mutex_unlock(&mutexes[a]);
	case TIMEDLOCK: return pthread_mutex_timedlock(&mutexes[a], &soon);
	case WAIT: return pthread_mutex_trylock(&mutexes[a]) ? 1000 : pthread_cond_wait(&conds[c], &mutexes[a]);
	case TIMEDWAIT: return pthread_mutex_trylock(&mutexes[a]) ? 1000 : pthread_cond_timedwait(&conds[c], &mutexes[a], &soon);
	case SIGNAL: return pthread_cond_signal(&conds[c]);
	case BROADCAST: return pthread_cond_broadcast(&conds[c]);
	case RDLOCK: return holding(c, pthread_rwlock_rdlock(&rwlocks[c]));
	case WRLOCK: return holding(c, pthread_rwlock_wrlock(&rwlocks[c]));
	case TRYRD: return holding(c, pthread_rwlock_tryrdlock(&rwlocks[c]));
	case TRYWR: return holding(c, pthread_rwlock_trywrlock(&rwlocks[c]));
	/* To unlock what one has not locked is undefined. */
	case RWUNLOCK: return holds[c] ? holds[c]--, pthread_rwlock_unlock(&rwlocks[c]) : 1002;
	case BARRIER: return pthread_barrier_wait(&barrier);
	case TRYSPIN: return pthread_spin_trylock(&spin);
	case UNSPIN: return pthread_spin_unlock(&spin);
	case SETKEY: return pthread_setspecific(keys[c], (void *)(long)(a * 4));
	case GETKEY: return (long)pthread_getspecific(keys[c]);
	case ONCE: return pthread_once(&once[c], once_only);
	case SEMWAIT: return sem_wait(&sems[c]) ? -errno : 0;
	case SEMPOST: return sem_post(&sems[c]) ? -errno : 0;
	case SEMTRY: return sem_trywait(&sems[c]) ? -errno : 0;
	case FWAIT: return syscall(SYS_futex, &word[c], 0, a, a == 2 ? &(struct timespec){ 0, 2000000 } : 0) ? -errno : 0;
	case FWAKE: return syscall(SYS_futex, &word[c], 1, a, 0);
	case FREQUEUE: return syscall(SYS_futex, &word[0], 3, a, 1L, &word[1], 0);
	case CONSISTENT: return pthread_mutex_consistent(&mutexes[a]);
	case EXITS: pthread_exit((void *)(long)(a + 70));
	case MASK: {
		sigset_t s;
		sigemptyset(&s);
		sigaddset(&s, SIGUSR1);
		return pthread_sigmask(a ? SIG_BLOCK : SIG_UNBLOCK, &s, 0);
	}
	case RAISE: return raise(SIGUSR1);
	case TELL: return workers[a].gone || workers[a].owner != getpid() ? 1001 : pthread_kill(workers[a].thread, c ? SIGUSR1 : SIGUSR2);
	case SIGWAITS: {
		sigset_t s;
		sigemptyset(&s);
		sigaddset(&s, SIGUSR1);
		pthread_sigmask(SIG_BLOCK, &s, 0);
		return sigwait(&s, &got) * 100 + got;
	}
	case NAPS: return usleep(2000);
	case FORKS: {
		int p = fork(), s = 0;
		if (p == 0)
			_exit(pthread_mutex_trylock(&mutexes[a]));
		while (waitpid(p, &s, 0) < 0 && errno == EINTR)
			;
		return WEXITSTATUS(s);
	}
	}
	return -1;
}

static void *work(void *arg)
{
	struct worker *w = arg;
	note = &w->note;
	w->tid = syscall(SYS_gettid);
	for (;;) {
		while (sem_wait(&w->go))
			;
		long r = perform(w->op, w->a, w->b);
		say("%d: worker %d: %ld\n", w->number, (int)(w - workers), r);
		w->busy = 0;
	}
}

/* Until each is idle, asleep in what it was told to do, or gone; then prints what they have logged, in order. */
static void calm_workers(int k)
{
	int calm = 0, tries, i;
	for (tries = 0; tries < 400 && calm < 6; tries++) {
		int quiet = 1;
		for (i = 0; i < WORKERS; i++) {
			char path[64];
			int state;
			if (!workers[i].busy || workers[i].gone)
				continue;
			snprintf(path, sizeof path, "/proc/self/task/%d/stat", workers[i].tid);
			state = state_of(path);
			if (state == 0)
				workers[i].gone = 1;
			quiet &= state == 0 || state == 'S' || state == 'D';
		}
		calm = quiet ? calm + 1 : 0;
		if (!nap_once(300) && calm)
			calm--;
	}
	for (i = 0; i < WORKERS; i++) {
		struct note *n = &workers[i].note;
		if (n->length)
			say("%.*s", n->length, n->text);
		else if (workers[i].busy && workers[i].number == k)
			say("%d: worker %d %s\n", k, i, workers[i].gone ? "is gone" : "sleeps");
		n->length = 0;
	}
}

static void DO(int k, int who, int op, int a, int c)
{
	struct worker *w = &workers[who];
	if (!w->thread) {
		sem_init(&w->go, 0, 0);
		if (pthread_create(&w->thread, 0, work, w)) {
			say("%d: no thread\n", k);
			return;
		}
		while (!w->tid)
			nap(100);
	}
	if (!w->owner)
		w->owner = getpid();
	if (w->owner != getpid()) {
		say("%d: worker %d is another process's\n", k, who);
		return;
	}
	if (op == JOINS || op == DETACH) {
		void *value = 0;
		int r = !w->gone ? 1002 : op == JOINS ? pthread_join(w->thread, &value) : pthread_detach(w->thread);
		say("%d: %d %ld\n", k, r, (long)value);
		if (w->gone && r == 0)
			memset(w, 0, sizeof *w);
		return;
	}
	if (w->busy) {
		say("%d: worker %d is busy\n", k, who);
		return;
	}
	w->op = op;
	w->a = a;
	w->b = c;
	w->number = k;
	w->busy = 1;
	sem_post(&w->go);
	/* What ends by itself ends first. */
	if (op == TIMEDLOCK || op == TIMEDWAIT || op == NAPS || op == FORKS || (op == FWAIT && a == 2))
		for (int tries = 0; tries < 400 && w->busy; tries++)
			nap(300);
	calm_workers(k);
}

static void thread_signal(int sig)
{
	say("[%d]", sig);
}

static void threads_ready(int kind)
{
	pthread_mutexattr_t m;
	if (workers[0].thread || workers[1].thread || workers[2].thread || workers[3].thread)
		return;
	for (int i = 0; i < 3; i++) {
		pthread_mutexattr_init(&m);
		pthread_mutexattr_settype(&m, i == 0 ? PTHREAD_MUTEX_NORMAL : i == 1 ? PTHREAD_MUTEX_ERRORCHECK : PTHREAD_MUTEX_RECURSIVE);
		if (kind & 1)
			pthread_mutexattr_setrobust(&m, PTHREAD_MUTEX_ROBUST);
		pthread_mutex_init(&mutexes[i], &m);
	}
	for (int i = 0; i < 2; i++) {
		pthread_cond_init(&conds[i], 0);
		pthread_rwlock_init(&rwlocks[i], 0);
		sem_init(&sems[i], 0, i);
		pthread_key_create(&keys[i], i == 0 ? destructor : 0);
	}
	pthread_barrier_init(&barrier, 0, 2 + (kind & 1));
	pthread_spin_init(&spin, 0);
	signal(SIGUSR1, thread_signal);
	signal(SIGUSR2, thread_signal);
}
