#ifndef _LINUX_PIDFD_H
#define _LINUX_PIDFD_H
#include <sys/pidfd.h>
#endif
