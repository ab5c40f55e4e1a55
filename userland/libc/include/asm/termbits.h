#ifndef _ASM_TERMBITS_H
#define _ASM_TERMBITS_H
#include <termios.h>
struct termios2 { tcflag_t c_iflag, c_oflag, c_cflag, c_lflag; cc_t c_line, c_cc[19]; speed_t c_ispeed, c_ospeed; };
#define BOTHER 0010000
#define IBSHIFT 16
#endif
