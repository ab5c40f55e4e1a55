// conformance: exit=44
// The status of a program is what main returns, modulo 256.
#include <stdio.h>
#include <stdlib.h>

static void bye(void)
{
    printf("bye\n");
}

int main(void)
{
    atexit(bye);
    printf("hello\n");
    return 300;
}
