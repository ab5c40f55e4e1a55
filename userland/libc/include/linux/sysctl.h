/* sysctl(2) is gone: these are names of its tables. */
#ifndef _LINUX_SYSCTL_H
#define _LINUX_SYSCTL_H
#define CTL_MAXNAME 10
enum { CTL_KERN = 1, CTL_VM = 2, CTL_NET = 3, CTL_PROC = 4, CTL_FS = 5, CTL_DEBUG = 6, CTL_DEV = 7, CTL_BUS = 8 };
#endif
