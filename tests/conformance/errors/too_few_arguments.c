// expect-error: 8:5: error: too few arguments to function 'read'
// A call with too few arguments.
#include <unistd.h>

int main(void)
{
    char buf[10];
    read(0, buf);
    return 0;
}
