/* Buffers that hold something else when a call has been passed: by the next call, by select, by another process. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    static char block[65536];
    int ask[2], full[2], never[2];
    char *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    fd_set set;

    strcpy(shared, "first");
    pipe(ask);
    pipe(full);
    pipe(never);
    write(full[1], block, sizeof block);
    if (fork() == 0) {
        usleep(1000);
        write(ask[1], "x", 1);
        usleep(1000);
        strcpy(shared, "other");
        read(full[0], block, sizeof block);
        _exit(0);
    }
    FD_ZERO(&set);
    FD_SET(ask[0], &set);
    FD_SET(never[0], &set);
    select(never[0] + 1, &set, NULL, NULL, NULL);
    write(full[1], shared, 5);
    wait(NULL);
    errno = ENOENT;
    perror("nosuch");
}
