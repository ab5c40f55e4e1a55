// mremap, madvise, mincore, msync, memfd_create and the borders of mappings.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { P = 4096 };

static const char *res(long r)
{
    return r == -1 ? strerror(errno) : "ok";
}

static void touch(const char *what, volatile char *p, int write)
{
    int status;
    if (fork() == 0) {
        if (write)
            *p = 1;
        else
            (void)*p;
        _exit(0);
    }
    wait(&status);
    printf("%s: %s\n", what, WIFSIGNALED(status) ? (WTERMSIG(status) == SIGBUS ? "SIGBUS" : "SIGSEGV") : "fine");
}

int main(void)
{
    setvbuf(stdout, NULL, _IONBF, 0);
    char *m = mmap(NULL, 8 * P, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(m, 'a', 4 * P);
    munmap(m + 2 * P, P);
    touch("the hole", m + 2 * P, 0);
    touch("behind it", m + 3 * P, 0);
    printf("msync over the hole: %s, ", res(msync(m, 4 * P, MS_SYNC)));
    printf("before it: %s, ", res(msync(m, 2 * P, MS_SYNC)));
    printf("both kinds: %s, ", res(msync(m, P, MS_SYNC | MS_ASYNC)));
    printf("unaligned: %s\n", res(msync(m + 1, P, MS_SYNC)));
    unsigned char vec[4];
    printf("mincore: %s", res(mincore(m, 2 * P, vec)));
    printf(" %d %d, over the hole: %s\n", vec[0] & 1, vec[1] & 1, res(mincore(m, 4 * P, vec)));
    printf("madvise DONTNEED: %s, ", res(madvise(m, P, MADV_DONTNEED)));
    printf("then %d and %c\n", m[0], m[P]);
    printf("madvise 99: %s, unaligned: %s\n", res(madvise(m, P, 99)), res(madvise(m + 1, P, MADV_DONTNEED)));
    printf("mprotect: %s\n", res(mprotect(m, P, PROT_READ)));
    touch("write to it", m, 1);
    touch("write beside it", m + P, 1);
    printf("mprotect over the hole: %s\n", res(mprotect(m, 4 * P, PROT_READ | PROT_WRITE)));

    char *r = mremap(m + 4 * P, 4 * P, 2 * P, 0);
    printf("shrunk in place: %d\n", r == m + 4 * P);
    touch("behind it", m + 6 * P, 0);
    r[0] = 'z';
    char *q = mremap(r, 2 * P, 100 * P, MREMAP_MAYMOVE);
    printf("grown: %s, keeps %c, new %d\n", q == MAP_FAILED ? "no" : "yes", q[0], q[50 * P]);
    printf("not mapped: %s\n", res((long)mremap(m + 2 * P, P, 2 * P, MREMAP_MAYMOVE)));
    printf("new size 0: %s, unaligned: %s\n", res((long)mremap(q, P, 0, 0)), res((long)mremap(q + 1, P, P, 0)));

    int fd = memfd_create("x", MFD_CLOEXEC);
    printf("memfd: %d, cloexec %d\n", fd >= 0, fcntl(fd, F_GETFD));
    ftruncate(fd, P + 100);
    char *s = mmap(NULL, 3 * P, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    touch("its last page", s + P + 4000, 1);
    touch("behind its end", s + 2 * P, 0);
    pwrite(fd, "written", 7, 10);
    printf("seen: %.7s\n", s + 10);
    strcpy(s + 20, "stored");
    char text[7] = "";
    pread(fd, text, 6, 20);
    printf("read: %s\n", text);
    ftruncate(fd, P);
    touch("cut off", s + P, 0);
    ftruncate(fd, 2 * P);
    printf("grown again: %d\n", s[P + 4000]);
    printf("offset not a page: %s\n", res((long)mmap(NULL, P, PROT_READ, MAP_SHARED, fd, 100)));
    printf("MAP_FIXED_NOREPLACE: %s\n", res((long)mmap(s, P, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0)));
    char *over = mmap(s + P, P, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    printf("MAP_FIXED over it: %d, %d\n", over == s + P, over[10]);
    int zero = open("/dev/zero", O_RDWR);
    char *z = mmap(NULL, P, PROT_READ | PROT_WRITE, MAP_SHARED, zero, 0);
    if (fork() == 0) {
        z[5] = 'c';
        _exit(0);
    }
    wait(NULL);
    printf("/dev/zero, shared with a child: %c\n", z[5]);
    return 0;
}
