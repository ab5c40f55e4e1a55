#ifndef _ASM_STATFS_H
#define _ASM_STATFS_H
#include <sys/statfs.h>
#endif
