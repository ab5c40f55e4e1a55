// Every call that is a cancellation point: a thread that sleeps in it ends, its cleanup handler runs.
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>
#include <semaphore.h>
#include <sys/msg.h>
#include <sys/ipc.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sys/select.h>
#include <sys/epoll.h>
#include <poll.h>
#include <time.h>
#include <signal.h>
#include <mqueue.h>
#include <fcntl.h>
#include <stdlib.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/uio.h>
#include <sys/file.h>
#include <aio.h>
#include <termios.h>
#define COMMA ,
static void *t_pause(void*);
static int pp[2]; static sem_t sem; static int q, ls; static mqd_t mq; static int un[2];
static void cl(void *a){ printf("  cleanup %s\n",(char*)a); }
#define T(name, ...) static void *t_##name(void *x){ (void)x; pthread_cleanup_push(cl,#name); __VA_ARGS__; printf("  %s returned\n",#name); pthread_cleanup_pop(0); return 0; }
static char b[100]; struct { long t; char b[10]; } mb;
T(read, read(pp[0],b,1))
T(readv, struct iovec v={b,1}; readv(pp[0],&v,1))
T(sem_wait, sem_wait(&sem))
T(sem_timedwait, struct timespec ts; clock_gettime(CLOCK_REALTIME,&ts); ts.tv_sec+=100; sem_timedwait(&sem,&ts))
T(msgrcv, msgrcv(q,&mb,10,0,0))
T(accept, accept(ls,0,0))
T(nanosleep, struct timespec ts={100 COMMA 0}; nanosleep(&ts,0)) 

T(sleep, sleep(100))
T(usleep, usleep(900000000))
T(pause, pause())
T(waitpid, waitpid(-1,0,0))
T(wait, wait(0))
T(select, select(0,0,0,0,0))
T(poll, poll(0,0,-1))
T(epoll, int e=epoll_create(1); struct epoll_event ev; epoll_wait(e,&ev,1,-1))
T(mq_receive, mq_receive(mq,b,100,0))
T(recv, recv(un[0],b,1,0))
T(recvmsg, struct msghdr m; memset(&m,0,sizeof m); struct iovec v={b COMMA 1}; m.msg_iov=&v; m.msg_iovlen=1; recvmsg(un[0],&m,0))
T(recvfrom, recvfrom(un[0],b,1,0,0,0))
T(sigwait, sigset_t s; sigemptyset(&s); sigaddset(&s,SIGUSR2); int g; sigwait(&s,&g))
T(sigsuspend, sigset_t s; sigemptyset(&s); sigsuspend(&s))
T(sigwaitinfo, sigset_t s; sigemptyset(&s); sigaddset(&s,SIGUSR2); sigwaitinfo(&s,0))
T(cond, static pthread_mutex_t m=PTHREAD_MUTEX_INITIALIZER; static pthread_cond_t c=PTHREAD_COND_INITIALIZER; pthread_mutex_lock(&m); pthread_cond_wait(&c,&m))
T(condtimed, static pthread_mutex_t m=PTHREAD_MUTEX_INITIALIZER; static pthread_cond_t c=PTHREAD_COND_INITIALIZER; struct timespec ts; clock_gettime(CLOCK_REALTIME,&ts); ts.tv_sec+=100; pthread_mutex_lock(&m); pthread_cond_timedwait(&c,&m,&ts))
T(write, static char big[200000]; write(pp[1],big,sizeof big))
T(writev, static char big[200000]; struct iovec v={big COMMA sizeof big}; writev(un[1],&v,1))
T(send, static char big[2000000]; send(un[1],big,sizeof big,0))
T(testcancel, for(;;) pthread_testcancel())
T(open, mkfifo("ff",0600); open("ff",O_RDONLY))
T(fgets, FILE *f=fdopen(pp[0],"r"); fgets(b,10,f))
T(system, system("sleep 50"))
T(clock_nanosleep, struct timespec ts={100 COMMA 0}; clock_nanosleep(CLOCK_MONOTONIC,0,&ts,0))
T(flockw, struct flock l={.l_type=F_WRLCK}; int f=open("lk",O_RDWR|O_CREAT,0600); fcntl(f,F_SETLKW,&l); printf("  got lock\n"); pause())
T(pselect, pselect(0,0,0,0,0,0))
T(ppoll, ppoll(0,0,0,0))
T(waitid, waitid(P_ALL,0,0,WEXITED))
T(getchar, int r=getchar(); printf("  getchar %d\n", r); pause())
T(join, pthread_t t; pthread_create(&t,0,t_pause,0); pthread_join(t,0))
T(tcdrain, tcdrain(1); pause())
T(async, pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS,0); for(;;))
T(disabled, pthread_setcancelstate(PTHREAD_CANCEL_DISABLE,0); struct timespec ts={0 COMMA 30000000}; printf("  ns %d\n",nanosleep(&ts,0)); pthread_setcancelstate(PTHREAD_CANCEL_ENABLE,0); pthread_testcancel())
T(pending, struct timespec ts={0 COMMA 3000000}; for(;;) { nanosleep(&ts,0);})
static void run(const char *n,void *(*f)(void*)){ pthread_t t; void *r=0; struct timespec ts={0,10000000}; printf("%s\n",n); pthread_create(&t,0,f,0); nanosleep(&ts,0); pthread_cancel(t); struct timespec d; clock_gettime(CLOCK_REALTIME,&d); d.tv_sec+=1; int e=pthread_timedjoin_np(t,&r,&d); printf("  -> %s\n",e?strerror(e):r==PTHREAD_CANCELED?"canceled":"normal"); }
#define R(n) run(#n,t_##n);
int main(void){ setvbuf(stdout,0,_IONBF,0);
    pipe(pp);
    sem_init(&sem,0,0);
    q=msgget(IPC_PRIVATE,0600);
    ls=socket(AF_INET,SOCK_STREAM,0);
    listen(ls,3);
    struct mq_attr a={.mq_maxmsg=1,.mq_msgsize=10};
    mq=mq_open("/c01",O_CREAT|O_RDWR,0600,&a);
    socketpair(AF_UNIX,SOCK_STREAM,0,un);
    pid_t child=fork();
    if(!child){ sleep(60);
    _exit(0);} 
 R(read)
    R(readv)
    R(sem_wait)
    R(sem_timedwait)
    R(msgrcv)
    R(accept)
    R(nanosleep)
    R(sleep)
    R(usleep)
    R(pause)
    R(waitpid)
    R(wait)
    R(waitid)
    R(select)
    R(poll)
    R(epoll)
    R(mq_receive)
    R(recv)
    R(recvmsg)
    R(recvfrom)
    R(sigwait)
    R(sigsuspend)
    R(sigwaitinfo)
    R(cond)
    R(condtimed)
    R(write)
    R(writev)
    R(send)
    R(testcancel)
    R(open)
    R(clock_nanosleep)
    R(flockw)
    R(pselect)
    R(ppoll)
    R(join)
    R(async)
    R(disabled)
    R(pending) mq_unlink("/c01");
    msgctl(q,IPC_RMID,0);
    kill(child,SIGKILL);
    return 0;
    }
