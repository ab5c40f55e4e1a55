#ifndef _LINUX_IN6_H
#define _LINUX_IN6_H
#include <netinet/in.h>
#endif
