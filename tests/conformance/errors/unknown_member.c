// expect-error: 8:7: error: 'struct sigaction' has no member named 'handler'
// A member that the structure does not have.
#include <signal.h>

int main(void)
{
    struct sigaction sa;
    sa.handler = SIG_IGN;
    return 0;
}
