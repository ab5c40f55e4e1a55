// expect-error: 8:5: error: expected ',' or ';' before 'printf'
// A statement without its semicolon.
#include <stdio.h>

int main(void)
{
    int n = 5
    printf("%d\n", n);
    return 0;
}
