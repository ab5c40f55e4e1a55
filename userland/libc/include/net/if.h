#ifndef _NET_IF_H
#define _NET_IF_H
#include <sys/socket.h>
#define IFNAMSIZ 16
#define IF_NAMESIZE 16
#define IFF_UP 1
#define IFF_BROADCAST 2
#define IFF_LOOPBACK 8
#define IFF_RUNNING 0x40
struct if_nameindex { unsigned int if_index; char *if_name; };
unsigned int if_nametoindex(const char *);
char *if_indextoname(unsigned int, char *);
#endif
