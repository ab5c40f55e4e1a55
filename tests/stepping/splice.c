#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/mman.h>
#include <unistd.h>
int main(void) {
    int p[2], q[2];
    pipe(p); pipe(q);
    int f = open("/tmp/x", O_RDWR | O_CREAT | O_TRUNC, 0600);
    write(f, "0123456789", 10);
    lseek(f, 2, SEEK_SET);
    splice(f, NULL, p[1], NULL, 4, 0);
    tee(p[0], q[1], 3, 0);
    char a[8] = "", b[8] = "", c[8] = "", d[8] = "", e[8] = "";
    read(p[0], a, 4);
    read(q[0], b, 3);
    off_t off = 6;
    sendfile(p[1], f, &off, 3);
    read(p[0], c, 3);
    write(q[1], "spliced", 7);
    int g = open("/tmp/y", O_RDWR | O_CREAT | O_TRUNC, 0600);
    splice(q[0], NULL, g, NULL, 7, 0);
    pread(g, d, 7, 0);
    copy_file_range(f, &(loff_t){1}, g, &(loff_t){20}, 5, 0);
    pread(g, e, 5, 20);
    char *m = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, f, 0);
    char h[8] = "", i[8] = "";
    memcpy(h, m + 3, 4);
    m[0] = 'Q';
    memcpy(m + 4, "MAPPED", 6);
    pread(f, i, 6, 3);
    struct { char z[8]; } v = { "vmspl" };
    char j[8] = "";
    vmsplice(p[1], &(struct iovec){ &v, 5 }, 1, 0);
    read(p[0], j, 5);
    printf("%s %s %s %s %s %.4s %s %s\n", a, b, c, d, e, h, i, j);
    return 0;
}
