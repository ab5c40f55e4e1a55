#ifndef _LINUX_UTSNAME_H
#define _LINUX_UTSNAME_H
#include <sys/utsname.h>
#endif
