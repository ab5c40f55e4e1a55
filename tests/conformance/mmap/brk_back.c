/* A program that sets the break to where it was before the C library's heap began to grow: its output is written all the same. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
    char *start = sbrk(0);
    printf("the break is known: %d\n", start != (char *)-1);
    printf("set: %d\n", brk(start + 4096));
    printf("moved by a page: %d\n", (char *)sbrk(0) == start + 4096);
    return 0;
}
