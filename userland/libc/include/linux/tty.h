#ifndef _LINUX_TTY_H
#define _LINUX_TTY_H
#define N_TTY 0
#define N_SLIP 1
#define N_PPP 3
#endif
