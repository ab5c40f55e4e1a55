// expect-error: 8:13: error: expected ';' before '}' token
// No semicolon before the closing brace.
#include <stdio.h>

int main(void)
{
    printf("hello\n");
    return 0
}
