#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <signal.h>
#include <sched.h>
static void *f(void *p){ return p; }
int main(void){
 pthread_t t; void *r; int e;
 pthread_create(&t,0,f,(void*)5); 
 printf("join %d\n", pthread_join(t,&r));
 printf("join again %s\n", strerror(pthread_join(t,&r)));
 printf("detach after join %s\n", strerror(pthread_detach(t)));
 printf("kill after join %s\n", strerror(pthread_kill(t,0)));
 printf("tryjoin after join %s\n", strerror(pthread_tryjoin_np(t,&r)));
 pthread_create(&t,0,f,(void*)5); 
 printf("detach %d\n", pthread_detach(t)); usleep(50000);
 printf("join detached ended %s\n", strerror(pthread_join(t,&r)));
 printf("detach detached ended %s\n", strerror(pthread_detach(t)));
 printf("kill detached ended %s\n", strerror(pthread_kill(t,0)));
 pthread_attr_t a; struct sched_param sp={10}; pthread_attr_init(&a);
 printf("pri under OTHER %s\n", strerror(pthread_attr_setschedparam(&a,&sp)));
 printf("pol %s\n", strerror(pthread_attr_setschedpolicy(&a,SCHED_FIFO)));
 printf("pri under FIFO %s\n", strerror(pthread_attr_setschedparam(&a,&sp)));
 e=pthread_create(&t,&a,f,0); printf("inherit %s\n", strerror(e)); if(!e) pthread_join(t,0);
 printf("exp %s\n", strerror(pthread_attr_setinheritsched(&a,PTHREAD_EXPLICIT_SCHED)));
 e=pthread_create(&t,&a,f,0); printf("explicit %s\n", strerror(e)); if(!e) pthread_join(t,0);
 int pol; e=pthread_getschedparam(pthread_self(),&pol,&sp); printf("%d %d %d\n",e,pol,sp.sched_priority);
 sp.sched_priority=10; printf("set %s\n", strerror(pthread_setschedparam(pthread_self(),SCHED_RR,&sp)));
 return 0; }
