#ifndef _ASM_GENERIC_UNISTD_H
#define _ASM_GENERIC_UNISTD_H
#include <sys/syscall.h>
#endif
