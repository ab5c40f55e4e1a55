// expect-error: 8:11: error: invalid operands to binary == (have 'struct timeval' and 'struct timeval')
// Structures can't be compared with ==.
#include <sys/time.h>

int main(void)
{
    struct timeval a = {0, 0}, b = {0, 0};
    if (a == b)
        return 1;
    return 0;
}
