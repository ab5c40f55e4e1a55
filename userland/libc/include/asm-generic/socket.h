#ifndef _ASM_GENERIC_SOCKET_H
#define _ASM_GENERIC_SOCKET_H
#include <sys/socket.h>
#endif
