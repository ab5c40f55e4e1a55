/* A token goes round a ring of processes joined by pipes: n hops; the second argument is the ring's size. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    long n = atol(argv[1]);
    int size = argc > 2 ? atoi(argv[2]) : 64;
    long rounds = n / size;
    int first[2], in, p[2];
    char c = 'x';
    if (pipe(first))
        return 1;
    in = first[0];
    for (int k = 1; k < size; k++) {
        if (pipe(p))
            return 1;
        if (fork() == 0) {
            close(first[1]);
            close(p[0]);
            for (long i = 0; i < rounds; i++) {
                if (read(in, &c, 1) != 1 || write(p[1], &c, 1) != 1)
                    _exit(1);
            }
            _exit(0);
        }
        close(in);
        close(p[1]);
        in = p[0];
    }
    for (long i = 0; i < rounds; i++) {
        if (write(first[1], &c, 1) != 1 || read(in, &c, 1) != 1)
            return 1;
    }
    while (wait(NULL) > 0)
        ;
    return 0;
}
