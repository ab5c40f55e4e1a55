#ifndef _LINUX_AUXVEC_H
#define _LINUX_AUXVEC_H
#include <sys/auxv.h>
#endif
