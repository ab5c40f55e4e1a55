#ifndef _SETJMP_H
#define _SETJMP_H
#include <bits/sigset.h>
struct __jmp_buf_tag { long __jmpbuf[8]; int __mask_was_saved; sigset_t __saved_mask; };
typedef struct __jmp_buf_tag jmp_buf[1];
typedef struct __jmp_buf_tag sigjmp_buf[1];
void __sigjmp_save(struct __jmp_buf_tag *, int);
#define setjmp(e) ((e)[0].__mask_was_saved=0,__builtin_setjmp(e))
#define _setjmp(e) setjmp(e)
#define sigsetjmp(e,s) (__sigjmp_save(e,s),__builtin_setjmp(e))
_Noreturn void longjmp(struct __jmp_buf_tag *, int);
_Noreturn void _longjmp(struct __jmp_buf_tag *, int);
_Noreturn void siglongjmp(struct __jmp_buf_tag *, int);
#endif
