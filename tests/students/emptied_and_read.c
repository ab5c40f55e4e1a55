/* says: read() found the end here: it returned 0, and none of 63 bytes came, and nobody looked at its result | bytes are used here that never came */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    char buf[64];
    int p[2];
    pipe(p);
    if (fork() == 0) {
        close(p[0]);
        write(p[1], "one", 3);
        usleep(1000);
        write(p[1], "two", 3);
        _exit(0);
    }
    close(p[1]);
    for (int i = 0; i < 4; i++) {
        memset(buf, 0, sizeof buf);
        read(p[0], buf, sizeof buf - 1);
        printf("got: %s\n", buf);
    }
    wait(NULL);
    return 0;
}
