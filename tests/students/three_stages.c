/* says: close fd 4 in pid 4 after | also fd 4 in pid 2, which never wrote there | close fd 6 in pid 5 | but pid 2, which never writes there, keeps the write end open, fd 4 | fd 6 (opened at three_stages.c:16, inherited */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static void copy(int from, int to)
{
    char c;
    while (read(from, &c, 1) == 1)
        write(to, &c, 1);
}
int main(void)
{
    int p[2][2];
    for (int i = 0; i < 2; i++)
        pipe(p[i]);
    if (fork() == 0) {
        close(p[0][0]);
        close(p[1][0]);
        close(p[1][1]);
        write(p[0][1], "abc\n", 4);
        _exit(0);
    }
    if (fork() == 0) {
        close(p[1][0]);
        copy(p[0][0], p[1][1]);
        _exit(0);
    }
    if (fork() == 0) {
        close(p[0][0]);
        close(p[0][1]);
        copy(p[1][0], 1);
        _exit(0);
    }
    while (wait(NULL) > 0)
        ;
    return 0;
}
