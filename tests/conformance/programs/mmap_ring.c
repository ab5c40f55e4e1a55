// A ring buffer in a mapped file: written by one process, read by another, seen by read(2) as well.
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SLOTS = 8, COUNT = 50, SLOT = 32 };

struct ring {
    volatile unsigned head, tail;
    char slot[SLOTS][SLOT];
};

static struct ring *map(int prot, int flags)
{
    int fd = open("ring", O_RDWR);
    struct ring *r = mmap(NULL, sizeof *r, prot, flags, fd, 0);
    close(fd);
    return r;
}

int main(void)
{
    int fd = open("ring", O_RDWR | O_CREAT | O_TRUNC, 0600);
    ftruncate(fd, sizeof(struct ring));
    pid_t pid = fork();
    if (pid == 0) {
        struct ring *r = map(PROT_READ | PROT_WRITE, MAP_SHARED);
        for (int i = 0; i < COUNT; i++) {
            while (r->head - r->tail == SLOTS)
                usleep(100);
            snprintf(r->slot[r->head % SLOTS], SLOT, "record %d", i);
            r->head++;
        }
        _exit(0);
    }
    struct ring *r = map(PROT_READ | PROT_WRITE, MAP_SHARED);
    int right = 0;
    for (int i = 0; i < COUNT; i++) {
        char expected[SLOT];
        while (r->head == r->tail)
            usleep(100);
        snprintf(expected, SLOT, "record %d", i);
        right += strcmp(r->slot[r->tail % SLOTS], expected) == 0;
        r->tail++;
    }
    waitpid(pid, NULL, 0);
    printf("%d of %d records were right\n", right, COUNT);
    unsigned words[2];
    pread(fd, words, sizeof words, 0);
    printf("read(2) sees head %u and tail %u\n", words[0], words[1]);
    struct ring *private = map(PROT_READ | PROT_WRITE, MAP_PRIVATE);
    private->head = 7;
    pwrite(fd, &(unsigned){99}, 4, offsetof(struct ring, tail));
    printf("a private mapping: head %u, the shared one: head %u, tail %u\n", private->head, r->head, r->tail);
    struct stat st;
    ftruncate(fd, 4);
    fstat(fd, &st);
    printf("shortened to %d bytes: head %u, tail %u\n", (int)st.st_size, r->head, r->tail);
    printf("msync %d, munmap %d\n", msync(r, sizeof *r, MS_SYNC), munmap(r, sizeof *r));
    unlink("ring");
    return 0;
}
