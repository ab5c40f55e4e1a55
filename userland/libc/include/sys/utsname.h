#ifndef _SYS_UTSNAME_H
#define _SYS_UTSNAME_H
#define _UTSNAME_LENGTH 65
#define SYS_NMLN 65
#ifdef _GNU_SOURCE
struct utsname { char sysname[65], nodename[65], release[65], version[65], machine[65], domainname[65]; };
#else
struct utsname { char sysname[65], nodename[65], release[65], version[65], machine[65], __domainname[65]; };
#endif
int uname(struct utsname *);
#endif
