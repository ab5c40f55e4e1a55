#ifndef _LINUX_TIME_H
#define _LINUX_TIME_H
#include <sys/time.h>
#endif
