// expect-error: link: undefined reference to `prinft'
// A misspelt library function: a warning, then a link error.
#include <stdio.h>

int main(void)
{
    prinft("hello\n");
    return 0;
}
