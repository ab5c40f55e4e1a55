#ifndef _ASM_POSIX_TYPES_H
#define _ASM_POSIX_TYPES_H
#include <sys/types.h>
#endif
