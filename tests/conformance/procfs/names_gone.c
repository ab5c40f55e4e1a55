// /proc/self/fd and maps say what a file was called; the names of memfd_create and of System V segments.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <unistd.h>

static void link_of(int fd)
{
    char path[50], text[300], *name;
    int n;
    sprintf(path, "/proc/self/fd/%d", fd);
    n = readlink(path, text, sizeof text - 1);
    text[n < 0 ? 0 : n] = 0;
    name = strrchr(text, '/');
    printf("%s\n", name ? name : text);
}

static void maps(void)
{
    FILE *f = fopen("/proc/self/maps", "r");
    char line[400], *name;
    while (fgets(line, sizeof line, f))
        if (strstr(line, "rw-s"))
            printf("mapped: %s", (name = strrchr(line, '/')) ? name : "?\n");
    fclose(f);
}

int main(void)
{
    char text[50];
    int fd = open("here", O_RDWR | O_CREAT, 0600), gone = open("gone", O_RDWR | O_CREAT, 0600);
    int mem = memfd_create("shared-buf", MFD_CLOEXEC);
    int id = shmget(0x1234abcd, 4096, IPC_CREAT | 0600);
    FILE *f;
    ftruncate(fd, 4096);
    ftruncate(gone, 4096);
    ftruncate(mem, 4096);
    unlink("gone");
    link_of(fd);
    link_of(gone);
    link_of(mem);
    unlink("here");
    link_of(fd);
    mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, gone, 0);
    maps();
    mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, mem, 0);
    shmat(id, 0, 0);
    mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    maps();
    shmctl(id, IPC_RMID, 0);
    f = fopen("/proc/self/oom_score_adj", "r");
    printf("oom_score_adj %s", fgets(text, sizeof text, f));
    return 0;
}
