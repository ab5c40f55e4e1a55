#ifndef _ASM_POLL_H
#define _ASM_POLL_H
#include <poll.h>
#endif
