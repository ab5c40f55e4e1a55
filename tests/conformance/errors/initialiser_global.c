// expect-error: 6:9: error: initializer element is not constant
// A global variable whose initialiser is not constant.
#include <unistd.h>

int n = 5;
int m = getpid();

int main(void)
{
    return m + n;
}
