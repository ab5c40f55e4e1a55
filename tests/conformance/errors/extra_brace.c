// expect-error: 9:5: error: expected identifier or '(' before 'return'
// One brace too many.
#include <stdio.h>

int main(void)
{
    printf("hello\n");
    }
    return 0;
}
