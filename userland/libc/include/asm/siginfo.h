#ifndef _ASM_SIGINFO_H
#define _ASM_SIGINFO_H
#include <signal.h>
#endif
