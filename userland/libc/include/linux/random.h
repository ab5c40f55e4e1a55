#ifndef _LINUX_RANDOM_H
#define _LINUX_RANDOM_H
#include <sys/random.h>
#endif
