/* locale_t, and the functions that take one: newlocale(3), uselocale(3). */
#ifndef _BITS_LOCALE_T_H
#define _BITS_LOCALE_T_H
typedef struct __locale *locale_t;
#endif
