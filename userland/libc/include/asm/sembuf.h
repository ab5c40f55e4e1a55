#ifndef _ASM_SEMBUF_H
#define _ASM_SEMBUF_H
#include <sys/sem.h>
#endif
