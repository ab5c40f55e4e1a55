/* says: none of those who are left comes to open it for writing | let other processes open the FIFO in1 for writing and the FIFO in2 for writing, before | not: circle | not: same order */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
static void rd(const char *n) { int f = open(n, O_RDONLY); char c; if (f < 0 || read(f, &c, 1) < 0) exit(1); exit(0); }
int main(void)
{
    mkfifo("in1", 0600); mkfifo("in2", 0600);
    if (fork() == 0) rd("in1");
    if (fork() == 0) rd("in2");
    while (wait(NULL) > 0) ;
    return 0;
}
