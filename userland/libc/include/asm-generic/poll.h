#ifndef _ASM_GENERIC_POLL_H
#define _ASM_GENERIC_POLL_H
#include <poll.h>
#endif
