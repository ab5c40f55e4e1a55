#ifndef _LINUX_IP_H
#define _LINUX_IP_H
#include <netinet/ip.h>
#endif
