// ftok: FTOK-01, FTOK-02.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/stat.h>
#include <unistd.h>

/* A result as text: the number, or -1 and why. */
static const char *res(long r)
{
    static char text[8][64];
    static int next;
    char *t = text[next++ % 8];
    if (r == -1)
        snprintf(t, 64, "-1 %s", strerror(errno));
    else
        snprintf(t, 64, "%ld", r);
    return t;
}

int main(void)
{
    struct stat st;
    close(open("k.txt", O_CREAT | O_WRONLY, 0600));
    stat("k.txt", &st);
    key_t k = ftok("k.txt", 0x41), l = ftok("k.txt", 0x141), m = ftok("k.txt", 0x42);
    printf("FTOK-01 proj, device and inode make the key: %d\n",
           k == (key_t)((0x41u & 0xff) << 24 | (st.st_dev & 0xff) << 16 | (st.st_ino & 0xffff)));
    printf("FTOK-01 only the low byte of proj counts: %d\n", k == l);
    printf("FTOK-01 another proj, another key: %d, differing in the top byte only: %d\n", k != m,
           (k & 0xffffff) == (m & 0xffffff));
    printf("FTOK-01 the top byte is proj: %x\n", (unsigned)k >> 24);
    printf("FTOK-02 a missing file: %s\n", res(ftok("missing", 1)));
    unlink("k.txt");
    return 0;
}
