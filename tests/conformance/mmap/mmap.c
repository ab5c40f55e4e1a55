// mmap: MMAP-01 to MMAP-07.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
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

static const char *mapped(void *p)
{
    return p == MAP_FAILED ? res(-1) : "mapped";
}

static char *page;

static void faults(const char *what, int write)
{
    int status;
    volatile char c;
    fflush(stdout);
    if (fork() == 0) {
        if (write)
            *(volatile char *)page = 'w';
        else
            c = *(volatile char *)page;
        _exit(0);
    }
    wait(&status);
    printf("%s: %s\n", what, WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "possible");
}

int main(void)
{
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    unlink("m.txt");
    int fd = open("m.txt", O_RDWR | O_CREAT, 0600), ro = open("m.txt", O_RDONLY);
    write(fd, "file contents", 13);
    int rw = PROT_READ | PROT_WRITE;
    printf("MMAP-01 length 0: %s\n", mapped(mmap(NULL, 0, rw, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)));
    printf("MMAP-02 bad descriptor: %s\n", mapped(mmap(NULL, 4096, rw, MAP_SHARED, 99, 0)));
    printf("MMAP-03 MAP_SHARED for writing of a read-only one: %s", mapped(mmap(NULL, 4096, rw, MAP_SHARED, ro, 0)));
    printf(", MAP_PRIVATE: %s\n", mapped(mmap(NULL, 4096, rw, MAP_PRIVATE, ro, 0)));
    printf("MMAP-04 neither MAP_SHARED nor MAP_PRIVATE: %s\n", mapped(mmap(NULL, 4096, rw, MAP_ANONYMOUS, -1, 0)));
    printf("MMAP-04 unaligned offset: %s\n", mapped(mmap(NULL, 4096, rw, MAP_SHARED, fd, 100)));
    page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    faults("MMAP-05 PROT_READ, reading", 0);
    faults("MMAP-05 PROT_READ, writing", 1);
    printf("MMAP-05 mprotect: %s\n", res(mprotect(page, 4096, rw)));
    faults("MMAP-05 then writing", 1);
    mprotect(page, 4096, PROT_NONE);
    faults("MMAP-05 PROT_NONE, reading", 0);
    printf("MMAP-06 munmap: %s", res(munmap(page, 4096)));
    printf(", again, now unmapped: %s\n", res(munmap(page, 4096)));
    faults("MMAP-06 unmapped, reading", 0);
    printf("MMAP-07 munmap unaligned: %s", res(munmap(page + 1, 4096)));
    printf(", length 0: %s\n", res(munmap(page, 0)));

    char *s = mmap(NULL, 4096, rw, MAP_SHARED, fd, 0), *p = mmap(NULL, 4096, rw, MAP_PRIVATE, fd, 0), buf[20] = "";
    p[0] = 'P';
    s[5] = 'C';
    pread(fd, buf, 13, 0);
    printf("MMAP-03 shared %.13s, private %.13s, file %s\n", s, p, buf);
    pwrite(fd, "by", 2, 0);
    printf("MMAP-03 written by pwrite: shared %.13s, private %.13s\n", s, p);
    printf("MMAP-03 after the end of the file: %d\n", s[13]);
    printf("MMAP-03 msync: %s\n", res(msync(s, 4096, MS_SYNC)));
    char *three = mmap(NULL, 3 * 4096, rw, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    three[0] = '1', three[4096] = '2', three[8192] = '3';
    munmap(three + 4096, 4096);
    page = three + 4096;
    printf("MMAP-06 the middle of three pages unmapped: %c %c\n", three[0], three[8192]);
    faults("MMAP-06 the hole, reading", 0);
    char *f = mmap(three + 4096, 4096, rw, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    printf("MMAP-06 MAP_FIXED into the hole: %d, zero %d\n", f == three + 4096, f[0] == 0);
    unlink("m.txt");
    return 0;
}
