#ifndef _ASM_TERMIOS_H
#define _ASM_TERMIOS_H
#include <termios.h>
#endif
