#ifndef _ULIMIT_H
#define _ULIMIT_H
enum { UL_GETFSIZE = 1, UL_SETFSIZE };
long ulimit(int, ...);
#endif
