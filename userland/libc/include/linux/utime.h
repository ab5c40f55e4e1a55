#ifndef _LINUX_UTIME_H
#define _LINUX_UTIME_H
#include <utime.h>
#endif
