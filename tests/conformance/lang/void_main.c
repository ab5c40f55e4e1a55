// The exit status of a main without a result: what the last call left, here that of printf.
// conformance: exit=11
#include <stdio.h>
void main()
{
    int i;
    for (i = 0; i < 3; i++)
        printf("%d ", i);
    if (i == 5)
        return;
    printf("sum %d done\n", i);
}
