#ifndef _ASM_GENERIC_IOCTLS_H
#define _ASM_GENERIC_IOCTLS_H
#include <asm/ioctls.h>
#endif
