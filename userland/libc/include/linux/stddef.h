#ifndef _LINUX_STDDEF_H
#define _LINUX_STDDEF_H
#include <stddef.h>
#ifndef __always_inline
#define __always_inline inline
#endif
#endif
