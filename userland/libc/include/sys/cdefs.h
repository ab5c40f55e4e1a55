#ifndef _SYS_CDEFS_H
#define _SYS_CDEFS_H
#include <features.h>
#define __BEGIN_DECLS
#define __END_DECLS
#define __P(a) a
#define __PMT(a) a
#define __CONCAT(a,b) a##b
#define __STRING(a) #a
#define __THROW
#define __THROWNL
#define __NTH(f) f
#define __nonnull(p)
#define __wur
#define __attribute_pure__
#define __attribute_malloc__
#define __glibc_likely(c) __builtin_expect((c),1)
#define __glibc_unlikely(c) __builtin_expect((c),0)
#endif
