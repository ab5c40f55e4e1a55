#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
/* commands of a fixed length, padded; the reader uses them as text */
struct cmd { int op; char arg[28]; };
int main(void)
{
    int p[2];
    pipe(p);
    if (fork() == 0) {
        struct cmd c;
        close(p[1]);
        while (read(p[0], &c, sizeof c) == sizeof c)
            printf("%d %s\n", c.op, c.arg);
        exit(0);
    }
    close(p[0]);
    for (int i = 0; i < 3; i++) {
        struct cmd c;
        memset(&c, 0, sizeof c);
        c.op = i;
        snprintf(c.arg, sizeof c.arg, "arg %d", i);
        write(p[1], &c, sizeof c);
    }
    close(p[1]);
    wait(NULL);
    return 0;
}
