// Structures and constants of System V IPC, mmap, POSIX queues and semaphores.
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <mqueue.h>
#include <semaphore.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#define C(n) printf(#n " %ld\n", (long)(n))
#define S(t) printf("%s size %zu\n", #t, sizeof(t))
#define O(t, m) printf("  %s at %zu size %zu\n", #m, offsetof(t, m), sizeof(((t *)0)->m))

int main(void)
{
    C(IPC_CREAT); C(IPC_EXCL); C(IPC_NOWAIT); C(IPC_RMID); C(IPC_SET); C(IPC_STAT); C(IPC_INFO); C(IPC_PRIVATE);
    C(MSG_NOERROR); C(MSG_EXCEPT);
    C(GETPID); C(GETVAL); C(GETALL); C(GETNCNT); C(GETZCNT); C(SETVAL); C(SETALL); C(SEM_UNDO);
    C(SHM_RDONLY); C(SHM_RND); C(SHM_REMAP); C(SHM_EXEC); C(SHM_LOCK); C(SHM_UNLOCK); C(SHM_R); C(SHM_W); C(SHM_DEST);
    C(SHMLBA);
    C(PROT_NONE); C(PROT_READ); C(PROT_WRITE); C(PROT_EXEC); C(MAP_SHARED); C(MAP_PRIVATE); C(MAP_FIXED); C(MAP_ANONYMOUS);
    C(MAP_ANON); C(MAP_NORESERVE); C(MAP_POPULATE); C(MAP_FAILED); C(MS_ASYNC); C(MS_SYNC); C(MS_INVALIDATE);
    C(SEM_VALUE_MAX); C(SEM_FAILED);
    S(struct ipc_perm);
    O(struct ipc_perm, uid); O(struct ipc_perm, gid); O(struct ipc_perm, cuid); O(struct ipc_perm, mode); O(struct ipc_perm, __key);
    S(struct msqid_ds);
    O(struct msqid_ds, msg_stime); O(struct msqid_ds, msg_rtime); O(struct msqid_ds, msg_ctime); O(struct msqid_ds, __msg_cbytes);
    O(struct msqid_ds, msg_qnum); O(struct msqid_ds, msg_qbytes); O(struct msqid_ds, msg_lspid); O(struct msqid_ds, msg_lrpid);
    S(struct msgbuf);
    S(struct semid_ds);
    O(struct semid_ds, sem_otime); O(struct semid_ds, sem_ctime); O(struct semid_ds, sem_nsems);
    S(struct sembuf);
    O(struct sembuf, sem_num); O(struct sembuf, sem_op); O(struct sembuf, sem_flg);
    S(struct shmid_ds);
    O(struct shmid_ds, shm_segsz); O(struct shmid_ds, shm_atime); O(struct shmid_ds, shm_dtime); O(struct shmid_ds, shm_ctime);
    O(struct shmid_ds, shm_cpid); O(struct shmid_ds, shm_lpid); O(struct shmid_ds, shm_nattch);
    S(struct mq_attr);
    O(struct mq_attr, mq_flags); O(struct mq_attr, mq_maxmsg); O(struct mq_attr, mq_msgsize); O(struct mq_attr, mq_curmsgs);
    S(sem_t); S(mqd_t); S(key_t); S(msgqnum_t); S(shmatt_t);
    return 0;
}
