/* pthread_cleanup_push(3) */
#include <bits/thread.h>

void __pthread_cleanup_push(struct __pthread_cleanup *c, void (*routine)(void *), void *arg)
{
	c->__routine = routine;
	c->__arg = arg;
	c->__prev = __self.cleanup;
	__self.cleanup = c;
}

void __pthread_cleanup_pop(struct __pthread_cleanup *c, int execute)
{
	__self.cleanup = c->__prev;
	if (execute)
		c->__routine(c->__arg);
}
