/* A segment is called after the key that it was made with, also when IPC_RMID has taken that away. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/shm.h>
#include <sys/ipc.h>
#include <unistd.h>
static void maps(void) { char l[300]; FILE *f = fopen("/proc/self/maps","r"); while (fgets(l,300,f)) if (strstr(l,"SYSV")||strstr(l,"rw-s")) { char p[10], *n = strchr(l,'/'); sscanf(l,"%*s %9s",p); printf("%s %s",p,n?n:"-\n"); } fclose(f); printf("--\n"); }
int main(void)
{
	int a = shmget(0x1234, 8192, IPC_CREAT|0600), b = shmget(IPC_PRIVATE, 4096, 0600);
	shmat(a,0,0); shmat(b,0,SHM_RDONLY); maps();
	shmctl(a,IPC_RMID,0); shmctl(b,IPC_RMID,0); maps();
	struct shmid_ds d; shmctl(a, IPC_STAT, &d); printf("%x %o\n", d.shm_perm.__key, d.shm_perm.mode);
	a = shmget(0x1234, 4096, IPC_CREAT|0600); shmat(a,0,0); maps(); shmctl(a,IPC_RMID,0);
}
