#include <poll.h>
#include <unistd.h>

int main(void)
{
    int p[2];
    pipe(p);
    if (fork() == 0)
        _exit(0);
    struct pollfd fd = {p[0], POLLIN, 0};
    poll(&fd, 1, -1);
}
