// expect-error: 7:5: error: too many arguments to function 'wait'
// A call with too many arguments.
#include <sys/wait.h>

int main(void)
{
    wait(0, 0);
    return 0;
}
