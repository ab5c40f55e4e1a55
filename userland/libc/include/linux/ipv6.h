#ifndef _LINUX_IPV6_H
#define _LINUX_IPV6_H
#include <netinet/in.h>
#include <linux/types.h>
struct ipv6hdr { __u8 priority : 4, version : 4; __u8 flow_lbl[3]; __u16 payload_len; __u8 nexthdr, hop_limit; struct in6_addr saddr, daddr; };
#endif
