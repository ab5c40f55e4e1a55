#ifndef _UNISTD_H
#define _UNISTD_H
#include <bits/large.h>
#include <features.h>
#include <bits/getopt.h>
typedef unsigned long size_t;
typedef long ssize_t;
typedef long off_t;
typedef int pid_t;
typedef unsigned int uid_t;
typedef unsigned int gid_t;
typedef unsigned int useconds_t;
typedef unsigned int socklen_t;
typedef long intptr_t;
#ifndef NULL
#define NULL ((void*)0)
#endif
#define STDIN_FILENO 0
#define STDOUT_FILENO 1
#define STDERR_FILENO 2
#define R_OK 4
#define W_OK 2
#define X_OK 1
#define F_OK 0
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#define L_SET 0
#define L_INCR 1
#define L_XTND 2
#define F_ULOCK 0
#define F_LOCK 1
#define F_TLOCK 2
#define F_TEST 3
#define _POSIX_VERSION 200809L
#define _POSIX2_VERSION 200809L
#define _XOPEN_VERSION 700
#define _XOPEN_UNIX 1
#define _POSIX_JOB_CONTROL 1
#define _POSIX_SAVED_IDS 1
#define _POSIX_PRIORITY_SCHEDULING 200809L
#define _POSIX_SYNCHRONIZED_IO 200809L
#define _POSIX_FSYNC 200809L
#define _POSIX_MAPPED_FILES 200809L
#define _POSIX_MEMLOCK 200809L
#define _POSIX_MEMLOCK_RANGE 200809L
#define _POSIX_MEMORY_PROTECTION 200809L
#define _POSIX_CHOWN_RESTRICTED 0
#define _POSIX_VDISABLE '\0'
#define _POSIX_NO_TRUNC 1
#define _POSIX_THREADS 200809L
#define _POSIX_THREAD_SAFE_FUNCTIONS 200809L
#define _POSIX_THREAD_PRIORITY_SCHEDULING 200809L
#define _POSIX_THREAD_ATTR_STACKSIZE 200809L
#define _POSIX_THREAD_ATTR_STACKADDR 200809L
#define _POSIX_THREAD_PROCESS_SHARED 200809L
#define _POSIX_SEMAPHORES 200809L
#define _POSIX_REALTIME_SIGNALS 200809L
#define _POSIX_ASYNCHRONOUS_IO 200809L
#define _POSIX_ASYNC_IO 1
#define _POSIX_SHARED_MEMORY_OBJECTS 200809L
#define _POSIX_CPUTIME 0
#define _POSIX_THREAD_CPUTIME 0
#define _POSIX_REGEXP 1
#define _POSIX_READER_WRITER_LOCKS 200809L
#define _POSIX_SHELL 1
#define _POSIX_TIMEOUTS 200809L
#define _POSIX_SPIN_LOCKS 200809L
#define _POSIX_SPAWN 200809L
#define _POSIX_TIMERS 200809L
#define _POSIX_BARRIERS 200809L
#define _POSIX_MESSAGE_PASSING 200809L
#define _POSIX_CLOCK_SELECTION 200809L
#define _POSIX_MONOTONIC_CLOCK 0
#define _POSIX_IPV6 200809L
#define _POSIX_ADVISORY_INFO 200809L
#define _POSIX_RAW_SOCKETS 200809L
#include <bits/confname.h>
#ifdef _GNU_SOURCE
extern char **environ;
#define __environ environ
#endif
int access(const char *, int);
int faccessat(int, const char *, int, int);
__off_t lseek(int, __off_t, int);
int close(int);
void closefrom(int);
ssize_t read(int, void *, size_t);
ssize_t write(int, const void *, size_t);
ssize_t pread(int, void *, size_t, __off_t);
ssize_t pwrite(int, const void *, size_t, __off_t);
int pipe(int[2]);
unsigned int alarm(unsigned int);
unsigned int sleep(unsigned int);
useconds_t ualarm(useconds_t, useconds_t);
int usleep(useconds_t);
int pause(void);
int chown(const char *, __uid_t, __gid_t);
int fchown(int, __uid_t, __gid_t);
int lchown(const char *, __uid_t, __gid_t);
int fchownat(int, const char *, __uid_t, __gid_t, int);
int chdir(const char *);
int fchdir(int);
char *getcwd(char *, size_t);
char *getwd(char *);
int dup(int);
int dup2(int, int);
int execve(const char *, char *const[], char *const[]);
int fexecve(int, char *const[], char *const[]);
int execv(const char *, char *const[]);
int execle(const char *, const char *, ...);
int execl(const char *, const char *, ...);
int execvp(const char *, char *const[]);
int execlp(const char *, const char *, ...);
int nice(int);
_Noreturn void _exit(int);
long pathconf(const char *, int);
long fpathconf(int, int);
long sysconf(int);
size_t confstr(int, char *, size_t);
__pid_t getpid(void);
__pid_t getppid(void);
__pid_t getpgrp(void);
__pid_t getpgid(__pid_t);
int setpgid(__pid_t, __pid_t);
int setpgrp(void);
__pid_t setsid(void);
__pid_t getsid(__pid_t);
__uid_t getuid(void);
__uid_t geteuid(void);
__gid_t getgid(void);
__gid_t getegid(void);
int getgroups(int, __gid_t[]);
int setuid(__uid_t);
int setreuid(__uid_t, __uid_t);
int seteuid(__uid_t);
int setgid(__gid_t);
int setregid(__gid_t, __gid_t);
int setegid(__gid_t);
__pid_t fork(void);
__pid_t vfork(void);
__pid_t _Fork(void);
char *ttyname(int);
int ttyname_r(int, char *, size_t);
int isatty(int);
int ttyslot(void);
int link(const char *, const char *);
int linkat(int, const char *, int, const char *, int);
int symlink(const char *, const char *);
ssize_t readlink(const char *, char *, size_t);
int symlinkat(const char *, int, const char *);
ssize_t readlinkat(int, const char *, char *, size_t);
int unlink(const char *);
int unlinkat(int, const char *, int);
int rmdir(const char *);
__pid_t tcgetpgrp(int);
int tcsetpgrp(int, __pid_t);
char *getlogin(void);
int getlogin_r(char *, size_t);
int gethostname(char *, size_t);
int sethostname(const char *, size_t);
int getdomainname(char *, size_t);
long gethostid(void);
int vhangup(void);
int acct(const char *);
int daemon(int, int);
int chroot(const char *);
char *getpass(const char *);
int fsync(int);
int fdatasync(int);
void sync(void);
int getpagesize(void);
int getdtablesize(void);
int truncate(const char *, __off_t);
int ftruncate(int, __off_t);
int brk(void *);
void *sbrk(intptr_t);
long syscall(long, ...);
int lockf(int, int, __off_t);
int getentropy(void *, size_t);
#ifdef _GNU_SOURCE
__pid_t gettid(void);
#define TEMP_FAILURE_RETRY(e) ({ long __r; do __r = (long)(e); while (__r == -1L && errno == EINTR); __r; })
#endif
#ifdef _GNU_SOURCE
int close_range(unsigned int, unsigned int, int);
ssize_t copy_file_range(int, __off_t *, int, __off_t *, size_t, unsigned int);
int dup3(int, int, int);
int eaccess(const char *, int);
int euidaccess(const char *, int);
int execvpe(const char *, char *const[], char *const[]);
char *get_current_dir_name(void);
int getresgid(__gid_t *, __gid_t *, __gid_t *);
int getresuid(__uid_t *, __uid_t *, __uid_t *);
int group_member(__gid_t);
int pipe2(int[2], int);
int setresgid(__gid_t, __gid_t, __gid_t);
int setresuid(__uid_t, __uid_t, __uid_t);
int syncfs(int);
#endif
#ifdef _XOPEN_SOURCE
void swab(const void *, void *, ssize_t);
#endif
#ifdef _GNU_SOURCE
#define CLOSE_RANGE_CLOEXEC 4
#define CLOSE_RANGE_UNSHARE 2
#define SEEK_DATA 3
#define SEEK_HOLE 4
#endif
#endif
