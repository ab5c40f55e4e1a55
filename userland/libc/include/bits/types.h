/* glibc's names of types for its own headers, which programs use too. */
#ifndef _BITS_TYPES_H
#define _BITS_TYPES_H
typedef signed char __int8_t;
typedef unsigned char __u_char, __uint8_t;
typedef short __int16_t;
typedef unsigned short __u_short, __uint16_t;
typedef int __int32_t, __pid_t, __key_t, __clockid_t, __sig_atomic_t;
typedef unsigned __u_int, __uint32_t, __uid_t, __gid_t, __id_t, __mode_t, __useconds_t, __socklen_t;
typedef long __int64_t, __off_t, __off64_t, __intmax_t, __time_t, __clock_t, __suseconds_t, __syscall_slong_t, __ssize_t, __blksize_t, __blkcnt_t, __intptr_t;
typedef unsigned long __u_long, __uint64_t, __uintmax_t, __dev_t, __ino_t, __ino64_t, __nlink_t, __rlim_t, __syscall_ulong_t, __fsblkcnt_t, __fsfilcnt_t;
typedef void *__timer_t;
typedef char *__caddr_t;
#endif
