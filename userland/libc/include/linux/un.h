#ifndef _LINUX_UN_H
#define _LINUX_UN_H
#include <sys/un.h>
#define UNIX_PATH_MAX 108
#endif
