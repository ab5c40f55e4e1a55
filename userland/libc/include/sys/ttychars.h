#ifndef _SYS_TTYCHARS_H
#define _SYS_TTYCHARS_H
#include <sys/ttydefaults.h>
#endif
