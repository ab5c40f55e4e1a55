#ifndef _ASM_RESOURCE_H
#define _ASM_RESOURCE_H
#include <sys/resource.h>
#endif
