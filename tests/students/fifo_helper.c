/* says: pid 2 by way of fifo_helper.c:23, pid 3 by way of fifo_helper.c:17 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
struct endpoint { const char *path; int mode; int fd; };
static int attach(struct endpoint *e) { e->fd = open(e->path, e->mode); return e->fd; }
static void attach_all(struct endpoint *a, struct endpoint *b) { if (attach(a) < 0 || attach(b) < 0) { perror("open"); exit(1); } }
int main(void) {
    mkfifo("/tmp/up", 0600); mkfifo("/tmp/down", 0600);
    if (fork() == 0) {
        struct endpoint rx = { "/tmp/up", O_RDONLY, -1 }, tx = { "/tmp/down", O_WRONLY, -1 };
        char b[32];
        attach_all(&rx, &tx);
        ssize_t n = read(rx.fd, b, sizeof b);
        if (write(tx.fd, b, n) != n) perror("write");
        _exit(0);
    }
    struct endpoint rx = { "/tmp/down", O_RDONLY, -1 }, tx = { "/tmp/up", O_WRONLY, -1 };
    attach_all(&rx, &tx);
    if (write(tx.fd, "ping", 4) != 4) perror("write");
    char b[32];
    ssize_t n = read(rx.fd, b, sizeof b);
    printf("echo: %.*s\n", (int)n, b);
    wait(NULL);
    unlink("/tmp/up"); unlink("/tmp/down");
    return 0;
}
