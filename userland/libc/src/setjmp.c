/* setjmp(3), sigsetjmp(3): the jump itself is built in, the signal mask is ours. */
#include <bits/libc.h>
#include <setjmp.h>
#include <signal.h>

void __sigjmp_save(struct __jmp_buf_tag *b, int save)
{
	b->__mask_was_saved = save && sigprocmask(SIG_BLOCK, 0, &b->__saved_mask) == 0;
}

void siglongjmp(struct __jmp_buf_tag *b, int v)
{
	if (b->__mask_was_saved)
		sigprocmask(SIG_SETMASK, &b->__saved_mask, 0);
	__builtin_longjmp(b, v ? v : 1);
}

void longjmp(struct __jmp_buf_tag *b, int v)
{
	siglongjmp(b, v);
}

void _longjmp(struct __jmp_buf_tag *b, int v)
{
	siglongjmp(b, v);
}
