#ifndef _ASM_GENERIC_SIGNAL_H
#define _ASM_GENERIC_SIGNAL_H
#include <signal.h>
#endif
