#ifndef _ASM_MSGBUF_H
#define _ASM_MSGBUF_H
#include <sys/msg.h>
#endif
