// expect-error: link: undefined reference to `main'
// A program without main.
#include <stdio.h>

int helper(void)
{
    return printf("hello\n");
}
