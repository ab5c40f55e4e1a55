// expect-error: 3:10: fatal error: stdoi.h: No such file or directory
// A header that does not exist.
#include <stdoi.h>

int main(void)
{
    return 0;
}
