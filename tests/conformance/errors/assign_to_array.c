// expect-error: 8:10: error: assignment to expression with array type
// Arrays can't be assigned.
#include <stdio.h>

int main(void)
{
    char name[20];
    name = "Alice";
    printf("%s\n", name);
    return 0;
}
