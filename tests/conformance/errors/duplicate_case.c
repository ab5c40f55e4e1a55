// expect-error: 10:5: error: duplicate case value
// The same case twice.
#include <signal.h>

int name(int sig)
{
    switch (sig) {
    case SIGCHLD:
        return 1;
    case SIGCLD:
        return 2;
    }
    return 0;
}

int main(void)
{
    return name(1);
}
