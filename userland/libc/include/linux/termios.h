#ifndef _LINUX_TERMIOS_H
#define _LINUX_TERMIOS_H
#include <termios.h>
#endif
