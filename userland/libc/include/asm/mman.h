#ifndef _ASM_MMAN_H
#define _ASM_MMAN_H
#include <sys/mman.h>
#endif
