// expect-error: 7:12: error: missing terminating " character
// A string without its closing quote.
#include <stdio.h>

int main(void)
{
    printf("hello\n);
    return 0;
}
