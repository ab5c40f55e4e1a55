// The names with 64 of large file support.
#define _LARGEFILE64_SOURCE
#define _FILE_OFFSET_BITS 64
#include <stdio.h>
#include <fcntl.h>
#include <unistd.h>
#include <sys/stat.h>
int main()
{
    int fd = open64("big", O_RDWR | O_CREAT | O_LARGEFILE, 0600);
    off64_t o = lseek64(fd, 5000000000LL, SEEK_SET);
    write(fd, "x", 1);
    struct stat64 st;
    fstat64(fd, &st);
    printf("%lld %lld %d\n", (long long)o, (long long)st.st_size, st.st_blocks < 100);
    return 0;
}
