// expect-error: 8:13: error: void value not ignored as it ought to be
// The result of a void function is used.
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int r = free(NULL);
    printf("%d\n", r);
    return 0;
}
