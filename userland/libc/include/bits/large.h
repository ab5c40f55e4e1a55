/* Names with 64 of what has 64 bits anyway. */
#ifndef _BITS_LARGE_H
#define _BITS_LARGE_H
#if defined _LARGEFILE64_SOURCE || defined _GNU_SOURCE
#define stat64 stat
#define fstat64 fstat
#define lstat64 lstat
#define fstatat64 fstatat
#define lseek64 lseek
#define openat64 openat
#define creat64 creat
#define truncate64 truncate
#define ftruncate64 ftruncate
#define pread64 pread
#define pwrite64 pwrite
#define freopen64 freopen
#define fseeko64 fseeko
#define ftello64 ftello
#define tmpfile64 tmpfile
#define mkstemp64 mkstemp
#define readdir64 readdir
#define scandir64 scandir
#define sendfile64 sendfile
#define statfs64 statfs
#define fstatfs64 fstatfs
#define rlimit64 rlimit
#define getrlimit64 getrlimit
#define setrlimit64 setrlimit
#define dirent64 dirent
#define flock64 flock
#define off64_t off_t
#define ino64_t ino_t
#endif
#endif
