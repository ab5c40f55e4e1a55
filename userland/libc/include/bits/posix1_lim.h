#ifndef _BITS_POSIX1_LIM_H
#define _BITS_POSIX1_LIM_H
/* What has no fixed limit is named by linux/limits.h alone. */
#ifndef ARG_MAX
#define __UNDEF_ARG_MAX
#endif
#ifndef LINK_MAX
#define __UNDEF_LINK_MAX
#endif
#ifndef NR_OPEN
#define __UNDEF_NR_OPEN
#endif
#include <linux/limits.h>
#ifdef __UNDEF_ARG_MAX
#undef ARG_MAX
#undef __UNDEF_ARG_MAX
#endif
#ifdef __UNDEF_LINK_MAX
#undef LINK_MAX
#undef __UNDEF_LINK_MAX
#endif
#ifdef __UNDEF_NR_OPEN
#undef NR_OPEN
#undef __UNDEF_NR_OPEN
#endif
#define _POSIX_AIO_LISTIO_MAX 2
#define _POSIX_AIO_MAX 1
#define _POSIX_ARG_MAX 4096
#define _POSIX_CHILD_MAX 25
#define _POSIX_DELAYTIMER_MAX 32
#define _POSIX_HOST_NAME_MAX 255
#define _POSIX_LINK_MAX 8
#define _POSIX_LOGIN_NAME_MAX 9
#define _POSIX_MAX_CANON 255
#define _POSIX_MAX_INPUT 255
#define _POSIX_MQ_OPEN_MAX 8
#define _POSIX_MQ_PRIO_MAX 32
#define _POSIX_NAME_MAX 14
#define _POSIX_NGROUPS_MAX 8
#define _POSIX_OPEN_MAX 20
#define _POSIX_PATH_MAX 256
#define _POSIX_PIPE_BUF 512
#define _POSIX_RE_DUP_MAX 255
#define _POSIX_RTSIG_MAX 8
#define _POSIX_SEM_NSEMS_MAX 256
#define _POSIX_SEM_VALUE_MAX 32767
#define _POSIX_SIGQUEUE_MAX 32
#define _POSIX_SSIZE_MAX 32767
#define _POSIX_STREAM_MAX 8
#define _POSIX_SYMLINK_MAX 255
#define _POSIX_SYMLOOP_MAX 8
#define _POSIX_THREAD_DESTRUCTOR_ITERATIONS 4
#define _POSIX_THREAD_KEYS_MAX 128
#define _POSIX_THREAD_THREADS_MAX 64
#define _POSIX_TIMER_MAX 32
#define _POSIX_TTY_NAME_MAX 9
#define _POSIX_TZNAME_MAX 6
#define _POSIX_CLOCKRES_MIN 20000000
#define _POSIX2_LINE_MAX 2048
#endif
