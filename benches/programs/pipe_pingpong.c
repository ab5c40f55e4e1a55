/* One byte there and one byte back between two processes over two pipes: n round trips. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    long n = atol(argv[1]);
    int there[2], back[2];
    char c = 'x';
    if (pipe(there) || pipe(back))
        return 1;
    if (fork() == 0) {
        for (long i = 0; i < n; i++) {
            if (read(there[0], &c, 1) != 1 || write(back[1], &c, 1) != 1)
                _exit(1);
        }
        _exit(0);
    }
    for (long i = 0; i < n; i++) {
        if (write(there[1], &c, 1) != 1 || read(back[0], &c, 1) != 1)
            return 1;
    }
    wait(NULL);
    return 0;
}
