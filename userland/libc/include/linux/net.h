#ifndef _LINUX_NET_H
#define _LINUX_NET_H
#include <sys/socket.h>
#endif
