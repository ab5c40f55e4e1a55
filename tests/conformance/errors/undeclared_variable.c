// expect-error: 7:5: error: 'pid' undeclared (first use in this function)
// A variable that was never declared.
#include <unistd.h>

int main(void)
{
    pid = fork();
    return 0;
}
