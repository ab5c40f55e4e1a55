#ifndef _UTMPX_H
#define _UTMPX_H
#include <utmp.h>
#define utmpx utmp
void setutxent(void);
struct utmpx *getutxent(void);
struct utmpx *getutxid(const struct utmpx *);
struct utmpx *getutxline(const struct utmpx *);
struct utmpx *pututxline(const struct utmpx *);
void endutxent(void);
int utmpxname(const char *);
void updwtmpx(const char *, const struct utmpx *);
#endif
