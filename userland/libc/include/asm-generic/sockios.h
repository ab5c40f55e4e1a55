#ifndef _ASM_GENERIC_SOCKIOS_H
#define _ASM_GENERIC_SOCKIOS_H
#include <linux/sockios.h>
#endif
