#ifndef _ASM_GENERIC_TERMBITS_H
#define _ASM_GENERIC_TERMBITS_H
#include <asm/termbits.h>
#endif
