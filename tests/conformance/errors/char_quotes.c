// expect-error: 7:14: error: missing terminating ' character
// A string in single quotes is only a warning, but its end without quote is not.
#include <stdio.h>

int main(void)
{
    char c = 'a;
    printf("%c\n", c);
    return 0;
}
