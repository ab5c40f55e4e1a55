#ifndef _LINUX_SOCKIOS_H
#define _LINUX_SOCKIOS_H
#include <bits/sockios.h>
#define SIOCGSTAMP 0x8906
#define SIOCGSTAMPNS 0x8907
#define SIOCOUTQNSD 0x894B
#define SIOCADDRT 0x890B
#define SIOCDELRT 0x890C
#define SIOCETHTOOL 0x8946
#endif
