#ifndef _NET_IF_ARP_H
#define _NET_IF_ARP_H
#include <sys/types.h>
#include <sys/socket.h>
#include <stdint.h>
#define ARPOP_REQUEST 1
#define ARPOP_REPLY 2
#define ARPHRD_ETHER 1
#define ARPHRD_PPP 512
#define ARPHRD_LOOPBACK 772
#define ARPHRD_NONE 0xFFFE
struct arphdr {
	unsigned short ar_hrd, ar_pro;
	unsigned char ar_hln, ar_pln;
	unsigned short ar_op;
};
#endif
