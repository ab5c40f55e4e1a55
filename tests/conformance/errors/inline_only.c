// expect-error: link: undefined reference to `square'
// An inline function that is neither static nor extern: the linker looks for the definition that other units share.
#include <stdio.h>

inline int square(int x)
{
    return x * x;
}

int main(void)
{
    printf("%d\n", square(4));
    return 0;
}
