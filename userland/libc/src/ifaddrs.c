/* getifaddrs(3), if_nameindex(3): the loopback, and eth0 where the host has an address of its own in /etc/hosts. */
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct one {
	struct ifaddrs ifa;
	struct sockaddr_in addr, mask, broad;
	char name[IFNAMSIZ];
};

static struct one *add(const char *name, unsigned int flags, in_addr_t addr, in_addr_t mask)
{
	struct one *o = calloc(1, sizeof *o);
	if (!o)
		return 0;
	strcpy(o->name, name);
	o->addr.sin_family = o->mask.sin_family = o->broad.sin_family = AF_INET;
	o->addr.sin_addr.s_addr = addr;
	o->mask.sin_addr.s_addr = mask;
	o->broad.sin_addr.s_addr = flags & IFF_LOOPBACK ? addr : addr | ~mask;
	o->ifa.ifa_name = o->name;
	o->ifa.ifa_flags = flags;
	o->ifa.ifa_addr = (struct sockaddr *)&o->addr;
	o->ifa.ifa_netmask = (struct sockaddr *)&o->mask;
	o->ifa.ifa_broadaddr = (struct sockaddr *)&o->broad;
	return o;
}

/* The address of eth0 in network order, 0 if there is none. */
static in_addr_t own_address(void)
{
	char name[256];
	struct hostent *h;
	if (gethostname(name, sizeof name) < 0)
		return 0;
	h = gethostbyname(name);
	if (!h || *(unsigned char *)h->h_addr_list[0] == 127)
		return 0;
	return *(in_addr_t *)h->h_addr_list[0];
}

int getifaddrs(struct ifaddrs **list)
{
	in_addr_t own = own_address();
	struct one *lo = add("lo", IFF_UP | IFF_LOOPBACK | IFF_RUNNING, htonl(INADDR_LOOPBACK), htonl(0xff000000)), *eth;
	if (!lo)
		return -1;
	*list = &lo->ifa;
	if (own) {
		eth = add("eth0", IFF_UP | IFF_BROADCAST | IFF_RUNNING | IFF_MULTICAST, own, htonl(0xffffff00));
		if (!eth) {
			free(lo);
			return -1;
		}
		lo->ifa.ifa_next = &eth->ifa;
	}
	return 0;
}

void freeifaddrs(struct ifaddrs *list)
{
	while (list) {
		struct ifaddrs *next = list->ifa_next;
		free(list);
		list = next;
	}
}

struct if_nameindex *if_nameindex(void)
{
	struct if_nameindex *list = calloc(3, sizeof *list);
	if (!list)
		return 0;
	list[0].if_index = 1;
	list[0].if_name = "lo";
	if (own_address()) {
		list[1].if_index = 2;
		list[1].if_name = "eth0";
	}
	return list;
}

void if_freenameindex(struct if_nameindex *list)
{
	free(list);
}
