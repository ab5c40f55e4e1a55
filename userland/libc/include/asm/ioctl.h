#ifndef _ASM_IOCTL_H
#define _ASM_IOCTL_H
#include <sys/ioctl.h>
#endif
