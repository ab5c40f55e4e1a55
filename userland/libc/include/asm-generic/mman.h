#ifndef _ASM_GENERIC_MMAN_H
#define _ASM_GENERIC_MMAN_H
#include <sys/mman.h>
#endif
