#ifndef _ASM_STAT_H
#define _ASM_STAT_H
#include <sys/stat.h>
#endif
