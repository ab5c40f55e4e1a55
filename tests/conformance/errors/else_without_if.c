// expect-error: 11:5: error: 'else' without a previous 'if'
// A semicolon after the if's statement in braces, and then else.
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    if (fork() == 0)
        printf("child\n");
        printf("still the child?\n");
    else
        printf("parent\n");
    return 0;
}
