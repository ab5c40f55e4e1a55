#ifndef _LINUX_MSG_H
#define _LINUX_MSG_H
#include <sys/msg.h>
#endif
