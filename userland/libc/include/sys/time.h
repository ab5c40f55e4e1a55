#ifndef _SYS_TIME_H
#define _SYS_TIME_H
#include <sys/select.h>
typedef int __itimer_which_t;
struct timezone { int tz_minuteswest; int tz_dsttime; };
struct itimerval { struct timeval it_interval; struct timeval it_value; };
#define ITIMER_REAL 0
#define ITIMER_VIRTUAL 1
#define ITIMER_PROF 2
int gettimeofday(struct timeval *, void *);
int settimeofday(const struct timeval *, const struct timezone *);
int getitimer(int, struct itimerval *);
int setitimer(int, const struct itimerval *, struct itimerval *);
int utimes(const char *, const struct timeval[2]);
int lutimes(const char *, const struct timeval[2]);
int futimes(int, const struct timeval[2]);
int adjtime(const struct timeval *, struct timeval *);
#define timerisset(t) ((t)->tv_sec||(t)->tv_usec)
#define timerclear(t) ((t)->tv_sec=(t)->tv_usec=0)
#define timercmp(a,b,CMP) (((a)->tv_sec==(b)->tv_sec)?((a)->tv_usec CMP (b)->tv_usec):((a)->tv_sec CMP (b)->tv_sec))
#define timeradd(a,b,r) do{(r)->tv_sec=(a)->tv_sec+(b)->tv_sec;(r)->tv_usec=(a)->tv_usec+(b)->tv_usec;if((r)->tv_usec>=1000000){++(r)->tv_sec;(r)->tv_usec-=1000000;}}while(0)
#define timersub(a,b,r) do{(r)->tv_sec=(a)->tv_sec-(b)->tv_sec;(r)->tv_usec=(a)->tv_usec-(b)->tv_usec;if((r)->tv_usec<0){--(r)->tv_sec;(r)->tv_usec+=1000000;}}while(0)
#define TIMEVAL_TO_TIMESPEC(tv,ts) {(ts)->tv_sec=(tv)->tv_sec;(ts)->tv_nsec=(tv)->tv_usec*1000;}
#define TIMESPEC_TO_TIMEVAL(tv,ts) {(tv)->tv_sec=(ts)->tv_sec;(tv)->tv_usec=(ts)->tv_nsec/1000;}
#endif
