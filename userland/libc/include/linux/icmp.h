#ifndef _LINUX_ICMP_H
#define _LINUX_ICMP_H
#include <netinet/ip_icmp.h>
#endif
