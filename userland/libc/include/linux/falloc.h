#ifndef _LINUX_FALLOC_H
#define _LINUX_FALLOC_H
#include <fcntl.h>
#endif
