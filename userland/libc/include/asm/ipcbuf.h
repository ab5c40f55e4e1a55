#ifndef _ASM_IPCBUF_H
#define _ASM_IPCBUF_H
#include <sys/ipc.h>
#endif
