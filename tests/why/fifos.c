/* Two FIFOs opened in opposite order. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void)
{
    mkfifo("/tmp/a", 0600);
    mkfifo("/tmp/b", 0600);
    if (fork() == 0) {
        int a = open("/tmp/a", O_RDONLY);
        int b = open("/tmp/b", O_WRONLY);
        return a + b;
    }
    int b = open("/tmp/b", O_RDONLY);
    int a = open("/tmp/a", O_WRONLY);
    return a + b;
}
