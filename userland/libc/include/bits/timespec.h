#ifndef _BITS_TIMESPEC_H
#define _BITS_TIMESPEC_H
typedef long time_t;
struct timespec { long tv_sec; long tv_nsec; };
#endif
