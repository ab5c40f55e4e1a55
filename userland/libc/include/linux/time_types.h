#ifndef _LINUX_TIME_TYPES_H
#define _LINUX_TIME_TYPES_H
#include <time.h>
#endif
