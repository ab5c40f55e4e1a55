#ifndef _ASM_SHMBUF_H
#define _ASM_SHMBUF_H
#include <sys/shm.h>
#endif
