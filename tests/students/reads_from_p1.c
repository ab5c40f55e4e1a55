/* says: pid 2 tried to read at reads_from_p1.c:13 from fd 4, the end for writing, which fails with EBADF | read from p[0], and close p[1] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    int p[2]; char b[20] = "";
    if (pipe(p)) return 1;
    if (fork() == 0) { close(p[0]); dprintf(p[1], "hello"); exit(0); }
    close(p[0]);
    int n = read(p[1], b, 19);
    b[n > 0 ? n : 0] = 0;
    printf("'%s'\n", b);
    wait(NULL);
    return 0;
}
