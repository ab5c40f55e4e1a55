#ifndef _NETINET_UDP_H
#define _NETINET_UDP_H
#include <sys/types.h>
#include <stdint.h>
struct udphdr { uint16_t uh_sport, uh_dport, uh_ulen, uh_sum; };
#define SOL_UDP 17
#endif
