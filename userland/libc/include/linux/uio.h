#ifndef _LINUX_UIO_H
#define _LINUX_UIO_H
#include <sys/uio.h>
#endif
