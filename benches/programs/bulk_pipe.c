/* n blocks through a pipe from a child to its parent; the second argument is the block's size in bytes. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static char buf[1 << 20];

int main(int argc, char **argv)
{
    long n = atol(argv[1]);
    long block = argc > 2 ? atol(argv[2]) : 65536;
    int p[2];
    if (pipe(p))
        return 1;
    if (fork() == 0) {
        close(p[0]);
        for (long i = 0; i < n; i++) {
            if (write(p[1], buf, block) != block)
                _exit(1);
        }
        _exit(0);
    }
    close(p[1]);
    long total = 0, got;
    while ((got = read(p[0], buf, block)) > 0)
        total += got;
    wait(NULL);
    return total != n * block;
}
