// A count that runs far beyond what is mapped: what is mapped is moved; mlock and flock with odd arguments.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

/* Whether at least `least` bytes were moved, or why not. */
static const char *moved(long n, long least)
{
    return n < 0 ? strerror(errno) : n >= least ? "moved" : "less";
}

int main(void)
{
    static const size_t counts[] = {1 << 20, 1 << 28, 1 << 30, (1ul << 30) + 1, 0x7ffff000, 0x7fffffff, -1ul, -4096ul, 1ul << 63};
    char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(page + 4096, 4096);
    int file = open("file", O_CREAT | O_RDWR, 0600), ends[2];
    for (int i = 0; i < (int)(sizeof counts / sizeof *counts); i++) {
        printf("%zx: pwrite %s", counts[i], moved(pwrite(file, page + 4000, counts[i], 0), 96));
        printf(", pread %s\n", moved(pread(file, page + 4000, counts[i], 0), 96));
    }
    pipe(ends);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    printf("pipe: write %s", moved(write(ends[1], page, 0x7fffffff), 4096));
    printf(", read %s\n", moved(read(ends[0], page, 0x7fffffff), 1));
    printf("address of the kernel: %s\n", moved(pwrite(file, (void *)0xffff900000000000ul, 10, 0), 1));

    printf("mlock at the end: %s\n", mlock((void *)-1, 4096) ? strerror(errno) : "0");
    printf("munlock at the end: %s\n", munlock((void *)-4096, 4096) ? strerror(errno) : "0");
    printf("mlock of nothing mapped: %s\n", mlock(page + 4096, 1) ? strerror(errno) : "0");
    printf("mlock: %s\n", mlock(page + 1, 4095) ? strerror(errno) : "0");
    printf("flock 99: %s\n", flock(file, 99) ? strerror(errno) : "0");
    printf("flock 3: %s\n", flock(file, 3) ? strerror(errno) : "0");
    return 0;
}
