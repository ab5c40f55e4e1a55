#include <unistd.h>
int main()
{
    pid_t p = fork();
    if (p == 0)
        exit(0);
    else
        wait(NULL);
    foo(p);
    return 0;
}
