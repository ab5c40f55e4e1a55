// expect-error: 3:10: fatal error: mylib.h: No such file or directory
// A local header that does not exist.
#include "mylib.h"

int main(void)
{
    return 0;
}
