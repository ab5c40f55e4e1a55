/* when.h - dates as date -d and touch -d take them. */
#ifndef WHEN_H
#define WHEN_H

#include <time.h>

/* Reads "@SECONDS", "now", "today", "yesterday", "tomorrow", "YYYY-MM-DD", "HH:MM[:SS]", each date with a time behind it
   (after a space or a T), and "UTC" or "Z" at the end. 0, or -1 if it is none of these. */
int parse_when(const char *text, struct timespec *when);

#endif
