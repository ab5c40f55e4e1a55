/* Bytes through two pipes, with a process in between that changes some of them. */
#include <ctype.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int in[2], out[2];
    char buf[32], copy[32];

    pipe(in);
    pipe(out);
    if (fork() == 0) {
        ssize_t n = read(in[0], buf, sizeof buf);
        for (ssize_t i = 0; i < n; i++)
            copy[i] = buf[i];
        copy[0] = toupper(copy[0]);
        write(out[1], copy, n);
        _exit(0);
    }
    write(in[1], "hello, ", 7);
    write(in[1], "world", 5);
    ssize_t n = read(out[0], buf, sizeof buf);
    memcpy(copy, buf, n);
    wait(NULL);
    return 0;
}
