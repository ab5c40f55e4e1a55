#ifndef _LINUX_SHM_H
#define _LINUX_SHM_H
#include <sys/shm.h>
#endif
