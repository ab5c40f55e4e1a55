// expect-error: 10:1: error: expected declaration or statement at end of input
// The last brace is missing.
#include <stdio.h>

int main(void)
{
    for (int i = 0; i < 3; i++) {
        printf("%d\n", i);
    return 0;
}
