/* Test only: what the compiler and the machine provide, for a build with the host's compiler. */
long __syscall(long, ...);
int __native_setjmp(void *) __attribute__((returns_twice));
_Noreturn void __native_longjmp(void *, int);
unsigned long __native_fmt_double(char *, unsigned long, double, int, int, int);
double __native_strtod(const char *, char **);
#define __builtin_setjmp __native_setjmp
#define __builtin_longjmp __native_longjmp
#define __builtin_fmt_double __native_fmt_double
#define __builtin_strtod __native_strtod
