/* zlib's, without zlib: an editor includes it for what it includes. */
#ifndef _ZCONF_H
#define _ZCONF_H
#include <limits.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/types.h>
#include <unistd.h>
#endif
