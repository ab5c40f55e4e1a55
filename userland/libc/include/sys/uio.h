#ifndef _SYS_UIO_H
#define _SYS_UIO_H
#include <features.h>
#include <sys/types.h>
#include <bits/iovec.h>
#define UIO_MAXIOV 1024
ssize_t readv(int, const struct iovec *, int);
ssize_t writev(int, const struct iovec *, int);
ssize_t preadv(int, const struct iovec *, int, off_t);
ssize_t pwritev(int, const struct iovec *, int, off_t);
#ifdef _GNU_SOURCE
ssize_t process_vm_readv(pid_t, const struct iovec *, unsigned long, const struct iovec *, unsigned long, unsigned long);
ssize_t process_vm_writev(pid_t, const struct iovec *, unsigned long, const struct iovec *, unsigned long, unsigned long);
#endif
#ifdef _GNU_SOURCE
#define RWF_APPEND 0x10
#define RWF_DSYNC 0x2
#define RWF_HIPRI 0x1
#define RWF_NOAPPEND 0x20
#define RWF_NOWAIT 0x8
#define RWF_SYNC 0x4
#endif
#endif
