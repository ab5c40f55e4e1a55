#ifndef _ASM_SOCKIOS_H
#define _ASM_SOCKIOS_H
#include <linux/sockios.h>
#endif
