/* What the library's own sources share: the system call's result, and entry points between files. */
#ifndef _BITS_LIBC_H
#define _BITS_LIBC_H
#include <errno.h>
#include <sys/syscall.h>
#define __FAILED(r) ((long)(r) < 0)
/* self.c: sets errno to -r and gives -1. */
long __fail(long r);
/* Returns a system call's result from a wrapper: -1 and errno when the kernel gave -errno. */
#define __RETURN(call) do { long __r = (call); if (!__FAILED(__r)) return __r; return __fail(__r); } while (0)
struct __kernel_sigaction { void *handler; unsigned long flags; void (*restorer)(void); unsigned long mask; };
void __restore_rt(void);
long __clone_vfork(void);
void __stdio_exit(void);
/* self.c: locks of the library's own, which do nothing while there is one thread, and cancellation points. */
extern int __threaded, __malloc_lock, __files_lock;
extern void (*__fork_hook)(int), (*__cancel_hook)(void), (*__stdio_fork_hook)(void);
void __lock(int *);
void __unlock(int *);
void __cancel_enter(void);
void __cancel_leave(void);
/* A call in which a thread may be cancelled; the second also returns its result from the function. */
#define __CANCELLABLE(call) ({ long __c; if (__threaded) __cancel_enter(); __c = (call); if (__threaded) __cancel_leave(); __c; })
#define __CANCELLED_IN(call) do { if (!__threaded) __RETURN(call); __cancel_enter(); long __got = (call); __cancel_leave(); __RETURN(__got); } while (0)
_Noreturn void __fatal(const char *);
#ifndef _GNU_SOURCE
extern char *program_invocation_name, *program_invocation_short_name;
#endif
const char *__strerror_text(int);
const char *__strsignal_text(int);
long __days_before(long year, int month);
long __zone_at(long when, int *isdst, const char **name);
long __zone_to_utc(long local, int isdst);
#endif
