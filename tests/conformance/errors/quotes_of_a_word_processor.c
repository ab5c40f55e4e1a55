// expect-error: 5:12: error: stray '\342' in program
#include <stdio.h>
int main(void)
{
    printf(“hello”);
    return 0;
}
