#ifndef _SYS_SEM_H
#define _SYS_SEM_H
#include <features.h>
#include <sys/ipc.h>
typedef unsigned long size_t;
typedef long time_t;
#define SEM_UNDO 0x1000
#define GETPID 11
#define GETVAL 12
#define GETALL 13
#define GETNCNT 14
#define GETZCNT 15
#define SETVAL 16
#define SETALL 17
#define SEMMNI 32000
#define SEMMSL 32000
#define SEMMNS (SEMMNI*SEMMSL)
#define SEMOPM 500
#define SEMVMX 32767
#define SEMAEM SEMVMX
#define SEM_STAT 18
#define SEM_INFO 19
#define SEM_STAT_ANY 20
#define _SEM_SEMUN_UNDEFINED 1
struct semid_ds {
	struct ipc_perm sem_perm;
	__time_t sem_otime;
	unsigned long __reserved1;
	__time_t sem_ctime;
	unsigned long __reserved2;
	__syscall_ulong_t sem_nsems;
	unsigned long __reserved3;
	unsigned long __reserved4;
};
struct sembuf { unsigned short sem_num; short sem_op; short sem_flg; };
struct seminfo { int semmap, semmni, semmns, semmnu, semmsl, semopm, semume, semusz, semvmx, semaem; };
struct timespec;
int semctl(int, int, int, ...);
int semget(key_t, int, int);
int semop(int, struct sembuf *, size_t);
#ifdef _GNU_SOURCE
int semtimedop(int, struct sembuf *, size_t, const struct timespec *);
#endif
#endif
