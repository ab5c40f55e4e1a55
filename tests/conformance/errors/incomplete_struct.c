// expect-error: 7:20: error: storage size of 'm' isn't known
// A structure that was only named.
#include <stdio.h>

int main(void)
{
    struct message m;
    printf("%zu\n", sizeof m);
    return 0;
}
