#ifndef _LINUX_SIGNALFD_H
#define _LINUX_SIGNALFD_H
#include <sys/signalfd.h>
#endif
