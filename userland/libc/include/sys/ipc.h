#ifndef _SYS_IPC_H
#define _SYS_IPC_H
#include <features.h>
typedef int key_t;
typedef unsigned int uid_t;
typedef unsigned int gid_t;
typedef unsigned int mode_t;
#define IPC_CREAT 01000
#define IPC_EXCL 02000
#define IPC_NOWAIT 04000
#define IPC_RMID 0
#define IPC_SET 1
#define IPC_STAT 2
#define IPC_INFO 3
#define IPC_PRIVATE ((key_t)0)
struct ipc_perm {
	__key_t __key;
	__uid_t uid;
	__gid_t gid;
	__uid_t cuid;
	__gid_t cgid;
	__mode_t mode;
	unsigned short __seq;
	unsigned short __pad2;
	unsigned long __reserved1;
	unsigned long __reserved2;
};
key_t ftok(const char *, int);
#endif
