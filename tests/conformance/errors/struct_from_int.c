// expect-error: 8:10: error: incompatible types when assigning to type 'struct sigaction' from type 'int'
// A structure can't be made of an int.
#include <signal.h>

int main(void)
{
    struct sigaction sa;
    sa = 0;
    return 0;
}
