/* How multibyte characters are encoded: UTF-8, or one byte each. setlocale(3) changes it. */
#include <stdlib.h>

int __utf8;

size_t __ctype_get_mb_cur_max(void)
{
	return __utf8 ? 6 : 1;
}
