#ifndef _LINUX_IF_ETHER_H
#define _LINUX_IF_ETHER_H
#define ETH_ALEN 6
#define ETH_HLEN 14
#define ETH_ZLEN 60
#define ETH_DATA_LEN 1500
#define ETH_FRAME_LEN 1514
#define ETH_FCS_LEN 4
#define ETH_P_ALL 0x0003
#define ETH_P_IP 0x0800
#define ETH_P_ARP 0x0806
#define ETH_P_RARP 0x8035
#define ETH_P_8021Q 0x8100
#define ETH_P_IPV6 0x86DD
struct ethhdr {
	unsigned char h_dest[ETH_ALEN], h_source[ETH_ALEN];
	unsigned short h_proto;
} __attribute__((packed));
#endif
