#ifndef _SCHED_H
#define _SCHED_H
#include <features.h>
#include <bits/timespec.h>
typedef unsigned long size_t;
typedef int pid_t;
struct sched_param { int sched_priority; };
#define SCHED_OTHER 0
#define SCHED_FIFO 1
#define SCHED_RR 2
#define SCHED_BATCH 3
#define SCHED_IDLE 5
#define SCHED_DEADLINE 6
#define SCHED_RESET_ON_FORK 0x40000000
#define CSIGNAL 0xff
#define CLONE_VM 0x100
#define CLONE_FS 0x200
#define CLONE_FILES 0x400
#define CLONE_SIGHAND 0x800
#define CLONE_PIDFD 0x1000
#define CLONE_PTRACE 0x2000
#define CLONE_VFORK 0x4000
#define CLONE_PARENT 0x8000
#define CLONE_THREAD 0x10000
#define CLONE_NEWNS 0x20000
#define CLONE_SYSVSEM 0x40000
#define CLONE_SETTLS 0x80000
#define CLONE_PARENT_SETTID 0x100000
#define CLONE_CHILD_CLEARTID 0x200000
#define CLONE_DETACHED 0x400000
#define CLONE_UNTRACED 0x800000
#define CLONE_CHILD_SETTID 0x1000000
#define CLONE_NEWCGROUP 0x02000000
#define CLONE_NEWUTS 0x04000000
#define CLONE_NEWIPC 0x08000000
#define CLONE_NEWUSER 0x10000000
#define CLONE_NEWPID 0x20000000
#define CLONE_NEWNET 0x40000000
#define CLONE_IO 0x80000000
#define CPU_SETSIZE 1024
typedef unsigned long __cpu_mask;
typedef struct { __cpu_mask __bits[16]; } cpu_set_t;
#ifdef _GNU_SOURCE
#define CPU_ZERO(s) do{int __i;for(__i=0;__i<16;__i++)(s)->__bits[__i]=0;}while(0)
#define CPU_SET(c,s) ((void)((s)->__bits[(c)/64]|=1UL<<((c)%64)))
#define CPU_CLR(c,s) ((void)((s)->__bits[(c)/64]&=~(1UL<<((c)%64))))
#define CPU_ISSET(c,s) (((s)->__bits[(c)/64]&(1UL<<((c)%64)))!=0)
#define CPU_COUNT(s) __sched_cpucount(sizeof(cpu_set_t),s)
#define CPU_ALLOC_SIZE(n) (((size_t)(n)+63)/64*sizeof(unsigned long))
#define CPU_ALLOC(n) ((cpu_set_t *)__builtin_calloc(1,CPU_ALLOC_SIZE(n)))
#define CPU_FREE(s) __builtin_free(s)
#define CPU_ZERO_S(n,s) ((void)__builtin_memset(s,0,n))
#define CPU_SET_S(c,n,s) ((size_t)(c)/8<(n)?(void)((s)->__bits[(c)/64]|=1UL<<((c)%64)):(void)0)
#define CPU_CLR_S(c,n,s) ((size_t)(c)/8<(n)?(void)((s)->__bits[(c)/64]&=~(1UL<<((c)%64))):(void)0)
#define CPU_ISSET_S(c,n,s) ((size_t)(c)/8<(n)&&((s)->__bits[(c)/64]&(1UL<<((c)%64)))!=0)
#define CPU_COUNT_S(n,s) __sched_cpucount(n,s)
#define CPU_EQUAL_S(n,a,b) (__builtin_memcmp(a,b,n)==0)
#define CPU_OP_S(n,d,a,b,op) ({size_t __i;for(__i=0;__i<(n)/8;__i++)(d)->__bits[__i]=(a)->__bits[__i] op (b)->__bits[__i];d;})
#define CPU_AND_S(n,d,a,b) CPU_OP_S(n,d,a,b,&)
#define CPU_OR_S(n,d,a,b) CPU_OP_S(n,d,a,b,|)
#define CPU_XOR_S(n,d,a,b) CPU_OP_S(n,d,a,b,^)
#define CPU_AND(d,a,b) CPU_AND_S(sizeof(cpu_set_t),d,a,b)
#define CPU_OR(d,a,b) CPU_OR_S(sizeof(cpu_set_t),d,a,b)
#define CPU_XOR(d,a,b) CPU_XOR_S(sizeof(cpu_set_t),d,a,b)
#define CPU_EQUAL(a,b) (__builtin_memcmp(a,b,sizeof(cpu_set_t))==0)
int __sched_cpucount(size_t, const cpu_set_t *);
int clone(int (*)(void *), void *, int, void *, ...);
int unshare(int);
int setns(int, int);
int getcpu(unsigned int *, unsigned int *);
int sched_getcpu(void);
#endif
int sched_setparam(pid_t, const struct sched_param *);
int sched_getparam(pid_t, struct sched_param *);
int sched_setscheduler(pid_t, int, const struct sched_param *);
int sched_getscheduler(pid_t);
int sched_yield(void);
int sched_get_priority_max(int);
int sched_get_priority_min(int);
int sched_rr_get_interval(pid_t, struct timespec *);
#ifdef _GNU_SOURCE
int sched_getaffinity(pid_t, size_t, cpu_set_t *);
int sched_setaffinity(pid_t, size_t, const cpu_set_t *);
#endif
#ifdef _GNU_SOURCE
#define CLONE_NEWTIME 0x80
#define SCHED_ISO 4
#endif
#endif
