#include <stdio.h>

int main(void)
{
    int *p = NULL;
    printf("about to write");
    *p = 1;
    return 0;
}
