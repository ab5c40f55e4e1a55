#ifndef _ERR_H
#define _ERR_H
#include <features.h>
void warn(const char *, ...) __attribute__((format(printf,1,2)));
void vwarn(const char *, __builtin_va_list);
void warnx(const char *, ...) __attribute__((format(printf,1,2)));
void vwarnx(const char *, __builtin_va_list);
_Noreturn void err(int, const char *, ...) __attribute__((format(printf,2,3)));
_Noreturn void verr(int, const char *, __builtin_va_list);
_Noreturn void errx(int, const char *, ...) __attribute__((format(printf,2,3)));
_Noreturn void verrx(int, const char *, __builtin_va_list);
#endif
