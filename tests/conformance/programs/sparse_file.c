// Holes, mappings and a copy by mmap.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/mman.h>
#include <string.h>
#include <errno.h>
int main(void)
{
    int fd = open("sparse", O_RDWR | O_CREAT | O_TRUNC, 0644);
    struct stat st;
    char b[8];
    write(fd, "start", 5);
    lseek(fd, 1 << 20, SEEK_SET);
    write(fd, "end", 3);
    fstat(fd, &st);
    printf("size %ld, sparse %d\n", (long)st.st_size, st.st_blocks * 512 < st.st_size);
    lseek(fd, 5, SEEK_SET);
    read(fd, b, 8);
    int z = 1;
    for (int i = 0; i < 8; i++)
        z &= !b[i];
    printf("hole zero %d\n", z);
    printf("data %ld hole %ld\n", (long)lseek(fd, 0, SEEK_DATA), (long)lseek(fd, 1 << 20, SEEK_HOLE));
    char *m = mmap(NULL, st.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (m == MAP_FAILED) {
        perror("mmap");
        return 1;
    }
    memcpy(m + 100, "hello", 5);
    printf("%.3s\n", m + (1 << 20));
    msync(m, st.st_size, MS_SYNC);
    munmap(m, st.st_size);
    pread(fd, b, 5, 100);
    b[5] = 0;
    puts(b);
    ftruncate(fd, 3);
    lseek(fd, 0, SEEK_SET);
    printf("%zd\n", read(fd, b, 8));
    /* mmap copy */
    int in = open("in", O_RDWR | O_CREAT, 0600), out = open("out", O_RDWR | O_CREAT, 0600);
    for (int i = 0; i < 1000; i++)
        dprintf(in, "line %d\n", i);
    fstat(in, &st);
    ftruncate(out, st.st_size);
    char *s = mmap(0, st.st_size, PROT_READ, MAP_PRIVATE, in, 0),
         *d = mmap(0, st.st_size, PROT_WRITE | PROT_READ, MAP_SHARED, out, 0);
    memcpy(d, s, st.st_size);
    printf("%d %s\n", memcmp(s, d, st.st_size), system("cmp in out") ? "differ" : "same");
    return 0;
}
