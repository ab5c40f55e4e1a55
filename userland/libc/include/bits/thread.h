/* A thread as the library knows it. Each has its own __self among its own data (_Thread_local). */
#ifndef _BITS_THREAD_H
#define _BITS_THREAD_H
#include <bits/libc.h>
#include <pthread.h>
#include <linux/futex.h>
enum { KEY_BLOCK = 32, KEYS = 1024 };
struct __specific { unsigned long seq; void *value; };
struct __pthread {
	int tid;                  /* the kernel writes it, and zero at the end */
	int detached;             /* nobody will join it */
	int joining;              /* somebody does */
	int cancel_state, cancel_type, cancelled;
	int in_call;              /* in a call that cancellation may end */
	int hold;                 /* cancellation waits: a stream is locked */
	void *(*start)(void *);
	void *arg, *result;
	struct __pthread_cleanup *cleanup;
	unsigned long mask;       /* signals it starts with blocked */
	char *map;                /* its memory: guard, stack, own data; 0 in the first thread */
	size_t map_size, guard;
	char *stack;              /* given by the program */
	size_t stack_size;
	char *block;              /* its own data */
	struct __pthread *next;    /* among threads whose memory may be used again */
	struct __specific *specific[KEYS / KEY_BLOCK];
	struct __specific first_block[KEY_BLOCK];
};
extern _Thread_local struct __pthread __self;
struct __thread_layout { char *start; size_t size; char *image; size_t initialised; };
extern struct __thread_layout __thread_layout;
int __thread_number(void);
void __run_destructors(void);
long __futex_wait(void *, int, int, int, const struct timespec *);
void __futex_wake(void *, int, int);
void __word_lock(int *, int);
void __word_unlock(int *, int);
int __attr_permitted(const pthread_attr_t *);
#endif
