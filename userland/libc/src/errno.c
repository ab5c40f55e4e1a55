/* errno(3), program_invocation_name(3) */
#include <errno.h>
_Thread_local int __libc_errno;
char *program_invocation_name = "", *program_invocation_short_name = "";

int *__errno_location(void)
{
	return &__libc_errno;
}
