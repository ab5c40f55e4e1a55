#ifndef _LINUX_TIMES_H
#define _LINUX_TIMES_H
#include <sys/times.h>
#endif
