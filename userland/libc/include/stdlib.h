#ifndef _STDLIB_H
#define _STDLIB_H
#include <features.h>
#include <bits/large.h>
#include <bits/wait.h>
#include <sys/types.h>
#include <alloca.h>
typedef int wchar_t;
#ifndef NULL
#define NULL ((void*)0)
#endif
typedef struct { int quot, rem; } div_t;
typedef struct { long quot, rem; } ldiv_t;
typedef struct { long long quot, rem; } lldiv_t;
#define RAND_MAX 2147483647
#define EXIT_FAILURE 1
#define EXIT_SUCCESS 0
#define MB_CUR_MAX (__ctype_get_mb_cur_max())
size_t __ctype_get_mb_cur_max(void);
double atof(const char *);
int atoi(const char *);
long atol(const char *);
long long atoll(const char *);
double strtod(const char *, char **);
float strtof(const char *, char **);
long double strtold(const char *, char **);
long strtol(const char *, char **, int);
unsigned long strtoul(const char *, char **, int);
long strtoq(const char *, char **, int);
long long strtoll(const char *, char **, int);
unsigned long long strtoull(const char *, char **, int);
char *l64a(long);
long a64l(const char *);
long random(void);
void srandom(unsigned int);
char *initstate(unsigned int, char *, size_t);
char *setstate(char *);
struct random_data { int *fptr; int *rptr; int *state; int rand_type; int rand_deg; int rand_sep; int *end_ptr; };
int random_r(struct random_data *, int *);
int srandom_r(unsigned int, struct random_data *);
int initstate_r(unsigned int, char *, size_t, struct random_data *);
int setstate_r(char *, struct random_data *);
int rand(void);
void srand(unsigned int);
int rand_r(unsigned int *);
double drand48(void);
double erand48(unsigned short[3]);
long lrand48(void);
long nrand48(unsigned short[3]);
long mrand48(void);
long jrand48(unsigned short[3]);
void srand48(long);
struct drand48_data { unsigned short __x[3], __old_x[3], __c, __init; unsigned long long __a; };
int srand48_r(long, struct drand48_data *);
int drand48_r(struct drand48_data *, double *);
int lrand48_r(struct drand48_data *, long *);
int mrand48_r(struct drand48_data *, long *);
int erand48_r(unsigned short[3], struct drand48_data *, double *);
int nrand48_r(unsigned short[3], struct drand48_data *, long *);
unsigned short *seed48(unsigned short[3]);
void lcong48(unsigned short[7]);
unsigned int arc4random(void);
void arc4random_buf(void *, size_t);
unsigned int arc4random_uniform(unsigned int);
void *malloc(size_t);
void *calloc(size_t, size_t);
void *realloc(void *, size_t);
void *reallocarray(void *, size_t, size_t);
void free(void *);
void *valloc(size_t);
int posix_memalign(void **, size_t, size_t);
void *aligned_alloc(size_t, size_t);
_Noreturn void abort(void);
int atexit(void (*)(void));
int at_quick_exit(void (*)(void));
int on_exit(void (*)(int, void *), void *);
_Noreturn void exit(int);
_Noreturn void quick_exit(int);
_Noreturn void _Exit(int);
char *getenv(const char *);
int putenv(char *);
int setenv(const char *, const char *, int);
int unsetenv(const char *);
int clearenv(void);
char *mktemp(char *);
int mkstemp(char *);
int mkstemps(char *, int);
char *mkdtemp(char *);
int system(const char *);
char *realpath(const char *, char *);
void *bsearch(const void *, const void *, size_t, size_t, int (*)(const void *, const void *));
void qsort(void *, size_t, size_t, int (*)(const void *, const void *));
int abs(int);
long labs(long);
long long llabs(long long);
div_t div(int, int);
ldiv_t ldiv(long, long);
lldiv_t lldiv(long long, long long);
char *ecvt(double, int, int *, int *);
char *fcvt(double, int, int *, int *);
char *gcvt(double, int, char *);
int mblen(const char *, size_t);
int mbtowc(wchar_t *, const char *, size_t);
int wctomb(char *, wchar_t);
size_t mbstowcs(wchar_t *, const char *, size_t);
size_t wcstombs(char *, const wchar_t *, size_t);
int getsubopt(char **, char *const *, char **);
int getloadavg(double[], int);
int rpmatch(const char *);
#ifdef _GNU_SOURCE
#include <bits/locale_t.h>
long strtol_l(const char *, char **, int, locale_t);
unsigned long strtoul_l(const char *, char **, int, locale_t);
long long strtoll_l(const char *, char **, int, locale_t);
unsigned long long strtoull_l(const char *, char **, int, locale_t);
double strtod_l(const char *, char **, locale_t);
float strtof_l(const char *, char **, locale_t);
long double strtold_l(const char *, char **, locale_t);
#endif
#ifdef _GNU_SOURCE
char *canonicalize_file_name(const char *);
int getpt(void);
int mkostemp(char *, int);
int ptsname_r(int, char *, size_t);
void qsort_r(void *, size_t, size_t, int (*)(const void *, const void *, void *), void *);
char *secure_getenv(const char *);
#endif
#ifdef _XOPEN_SOURCE
int grantpt(int);
int posix_openpt(int);
char *ptsname(int);
int unlockpt(int);
#endif
#endif
