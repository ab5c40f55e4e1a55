#ifndef _ASM_GENERIC_PARAM_H
#define _ASM_GENERIC_PARAM_H
#include <sys/param.h>
#endif
