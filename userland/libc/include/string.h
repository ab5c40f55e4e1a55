#ifndef _STRING_H
#define _STRING_H
#include <features.h>
#include <strings.h>
#ifndef NULL
#define NULL ((void*)0)
#endif
void *memcpy(void *, const void *, size_t);
void *memmove(void *, const void *, size_t);
void *memccpy(void *, const void *, int, size_t);
void *memset(void *, int, size_t);
int memcmp(const void *, const void *, size_t);
void *memchr(const void *, int, size_t);
char *strcpy(char *, const char *);
char *strncpy(char *, const char *, size_t);
char *stpcpy(char *, const char *);
char *stpncpy(char *, const char *, size_t);
char *strcat(char *, const char *);
char *strncat(char *, const char *, size_t);
int strcmp(const char *, const char *);
int strncmp(const char *, const char *, size_t);
int strcoll(const char *, const char *);
size_t strxfrm(char *, const char *, size_t);
char *strdup(const char *);
char *strndup(const char *, size_t);
#define strndupa(s, n) ({ const char *__o = (s); size_t __n = strnlen(__o, (n)); char *__c = (char *)__builtin_alloca(__n + 1); __c[__n] = 0; (char *)memcpy(__c, __o, __n); })
#define strdupa(s) ({ const char *__o = (s); size_t __n = strlen(__o) + 1; (char *)memcpy(__builtin_alloca(__n), __o, __n); })
char *strchr(const char *, int);
char *strrchr(const char *, int);
size_t strcspn(const char *, const char *);
size_t strspn(const char *, const char *);
char *strpbrk(const char *, const char *);
char *strstr(const char *, const char *);
char *strtok(char *, const char *);
char *strtok_r(char *, const char *, char **);
char *strsep(char **, const char *);
size_t strlen(const char *);
size_t strnlen(const char *, size_t);
char *strerror(int);
#ifdef _GNU_SOURCE
char *strerror_r(int, char *, size_t);
const char *strerrorname_np(int);
const char *strerrordesc_np(int);
const char *sigabbrev_np(int);
const char *sigdescr_np(int);
#ifndef basename
char *basename(const char *);
#endif
#else
int __xpg_strerror_r(int, char *, size_t);
#define strerror_r __xpg_strerror_r
#endif
char *strsignal(int);
void explicit_bzero(void *, size_t);
#include <bits/locale_t.h>
int strcoll_l(const char *, const char *, locale_t);
size_t strxfrm_l(char *, const char *, size_t, locale_t);
char *strerror_l(int, locale_t);
#ifdef _GNU_SOURCE
void *memmem(const void *, size_t, const void *, size_t);
char *strcasestr(const char *, const char *);
void *mempcpy(void *, const void *, size_t);
void *memrchr(const void *, int, size_t);
void *rawmemchr(const void *, int);
char *strchrnul(const char *, int);
int strverscmp(const char *, const char *);
void *memfrob(void *, size_t);
#endif
#endif
