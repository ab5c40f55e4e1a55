#ifndef _LINUX_PARAM_H
#define _LINUX_PARAM_H
#include <sys/param.h>
#endif
