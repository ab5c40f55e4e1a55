#ifndef _LINUX_UDP_H
#define _LINUX_UDP_H
#include <netinet/udp.h>
#endif
