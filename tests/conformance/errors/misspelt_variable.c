// expect-error: 8:5: error: 'conter' undeclared (first use in this function); did you mean 'counter'?
// A misspelt name: gcc suggests the right one.
#include <stdio.h>

int main(void)
{
    int counter = 0;
    conter++;
    printf("%d\n", counter);
    return 0;
}
