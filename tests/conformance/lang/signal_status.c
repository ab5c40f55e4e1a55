// conformance: exit=139
// A program that dies by SIGSEGV; what it had flushed is seen, what it had only printed is not.
#include <stdio.h>
#include <sys/resource.h>

int main(void)
{
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    printf("flushed\n");
    fflush(stdout);
    printf("lost\n");
    volatile int *p = 0;
    *p = 1;
    printf("not reached\n");
    return 0;
}
