// expect-error: 8:22: error: expected ')' before 'printf'
// An unbalanced parenthesis in a condition.
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    if ((fork() == 0)
        printf("child\n");
    return 0;
}
