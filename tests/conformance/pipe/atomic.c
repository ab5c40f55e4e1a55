// Writes of up to PIPE_BUF bytes from several processes do not mix: PIPE-07.
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    enum { WRITERS = 4, ROUNDS = 50 };
    static char block[PIPE_BUF], got[PIPE_BUF];
    int p[2], mixed = 0, count[WRITERS] = {0}, total = 0;

    pipe(p);
    for (int w = 0; w < WRITERS; w++)
        if (fork() == 0) {
            memset(block, 'a' + w, sizeof block);
            for (int i = 0; i < ROUNDS; i++)
                write(p[1], block, sizeof block);
            _exit(0);
        }
    close(p[1]);
    for (;;) {
        size_t have = 0;
        while (have < sizeof got) {
            ssize_t n = read(p[0], got + have, sizeof got - have);
            if (n <= 0)
                break;
            have += n;
        }
        if (have < sizeof got)
            break;
        total++;
        for (size_t i = 1; i < sizeof got; i++)
            if (got[i] != got[0]) {
                mixed++;
                break;
            }
        count[got[0] - 'a']++;
    }
    while (wait(NULL) > 0)
        ;
    printf("PIPE-07 blocks of PIPE_BUF bytes: %d, mixed %d, from each writer %d %d %d %d\n", total, mixed, count[0],
           count[1], count[2], count[3]);
    return 0;
}
