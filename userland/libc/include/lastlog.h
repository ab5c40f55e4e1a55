#ifndef _LASTLOG_H
#define _LASTLOG_H
#include <utmp.h>
#endif
