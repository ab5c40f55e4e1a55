/* The cost of an empty system call. */
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    long n = atol(argv[1]);
    for (long i = 0; i < n; i++)
        getpid();
    return 0;
}
