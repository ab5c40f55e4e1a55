#ifndef _SYS_SHM_H
#define _SYS_SHM_H
#include <bits/types.h>
#include <bits/types.h>
#include <sys/ipc.h>
typedef unsigned long size_t;
typedef long time_t;
typedef int pid_t;
typedef unsigned long shmatt_t;
#define SHM_R 0400
#define SHM_W 0200
#define SHM_RDONLY 010000
#define SHM_RND 020000
#define SHM_REMAP 040000
#define SHM_EXEC 0100000
#define SHM_LOCK 11
#define SHM_UNLOCK 12
#define SHM_STAT 13
#define SHM_INFO 14
#define SHM_STAT_ANY 15
#define SHM_DEST 01000
#define SHM_LOCKED 02000
#define SHM_HUGETLB 04000
#define SHM_NORESERVE 010000
#define SHMLBA (getpagesize())
int getpagesize(void);
struct shmid_ds {
	struct ipc_perm shm_perm;
	size_t shm_segsz;
	__time_t shm_atime;
	__time_t shm_dtime;
	__time_t shm_ctime;
	__pid_t shm_cpid;
	__pid_t shm_lpid;
	shmatt_t shm_nattch;
	unsigned long __reserved5;
	unsigned long __reserved6;
};
struct shminfo { unsigned long shmmax, shmmin, shmmni, shmseg, shmall, __r1, __r2, __r3, __r4; };
struct shm_info { int used_ids; unsigned long shm_tot, shm_rss, shm_swp, swap_attempts, swap_successes; };
int shmget(key_t, size_t, int);
void *shmat(int, const void *, int);
int shmdt(const void *);
int shmctl(int, int, struct shmid_ds *);
#endif
