#ifndef _ASM_SOCKET_H
#define _ASM_SOCKET_H
#include <sys/socket.h>
#endif
