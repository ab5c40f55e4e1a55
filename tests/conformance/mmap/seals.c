/* memfd_create(2): flags, and what each seal forbids. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 8
#define MFD_EXEC 16
#endif
#ifndef F_SEAL_EXEC
#define F_SEAL_EXEC 0x20
#endif
#define T(x) do { errno = 0; long r = (long)(x); printf("%-62s %s\n", #x, r == -1 ? strerrorname_np(errno) : "ok"); } while (0)
#define N(x) do { errno = 0; long r = (long)(x); printf("%-62s %ld %s\n", #x, r, r == -1 ? strerrorname_np(errno) : ""); } while (0)
static int make(int seals)
{
    int fd = memfd_create("m", MFD_ALLOW_SEALING);
    ftruncate(fd, 8192);
    if (seals && fcntl(fd, F_ADD_SEALS, seals) < 0)
        puts("can't seal");
    return fd;
}
static void try(const char *name, int seals)
{
    char b[8] = "abc";
    int fd = make(seals);
    printf("-- %s %d\n", name, fcntl(fd, F_GET_SEALS));
    T(write(fd, b, 3));
    T(pwrite(fd, b, 3, 100));
    N(pwrite(fd, b, 8, 8188));
    T(pwrite(fd, b, 3, 9000));
    T(pwrite(fd, b, 0, 100));
    T(ftruncate(fd, 9000));
    T(ftruncate(fd, 100));
    T(ftruncate(fd, 100));
    T(fallocate(fd, 0, 0, 50));
    T(fallocate(fd, 0, 0, 20000));
    T(mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) == MAP_FAILED ? -1 : 0);
    T(mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0) == MAP_FAILED ? -1 : 0);
    char *p = mmap(0, 4096, PROT_READ, MAP_SHARED, fd, 0);
    T(p == MAP_FAILED ? -1 : 0);
    if (p != MAP_FAILED)
        T(mprotect(p, 4096, PROT_READ | PROT_WRITE));
    T(fchmod(fd, 0600));
    T(fchmod(fd, 0700));
    T(fchmod(fd, 0777));
    T(fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL));
    T(fcntl(fd, F_ADD_SEALS, 0));
    N(fcntl(fd, F_GET_SEALS));
    close(fd);
}
int main(void)
{
    T(memfd_create("a", 0x40));
    T(memfd_create("a", MFD_EXEC | MFD_NOEXEC_SEAL));
    T(memfd_create("a", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    int none = memfd_create("a", 0);
    N(fcntl(none, F_GET_SEALS));
    T(fcntl(none, F_ADD_SEALS, F_SEAL_WRITE));
    T(fcntl(none, F_ADD_SEALS, 0));
    T(fcntl(none, F_ADD_SEALS, 0x400));
    int noexec = memfd_create("a", MFD_NOEXEC_SEAL), exec = memfd_create("a", MFD_EXEC), both = memfd_create("a", MFD_EXEC | MFD_ALLOW_SEALING);
    struct stat st;
    fstat(none, &st); printf("%o\n", st.st_mode);
    fstat(noexec, &st); printf("%o\n", st.st_mode);
    fstat(exec, &st); printf("%o\n", st.st_mode);
    N(fcntl(noexec, F_GET_SEALS));
    N(fcntl(exec, F_GET_SEALS));
    N(fcntl(both, F_GET_SEALS));
    T(fchmod(noexec, 0777));
    T(fchmod(noexec, 0600));
    T(fcntl(noexec, F_ADD_SEALS, F_SEAL_WRITE));
    N(fcntl(noexec, F_GET_SEALS));
    T(fcntl(both, F_ADD_SEALS, F_SEAL_EXEC));
    N(fcntl(both, F_GET_SEALS));
    try("none", 0);
    try("seal", F_SEAL_SEAL);
    try("shrink", F_SEAL_SHRINK);
    try("grow", F_SEAL_GROW);
    try("write", F_SEAL_WRITE);
    try("future", F_SEAL_FUTURE_WRITE);
    try("exec", F_SEAL_EXEC);
    try("all", F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
    puts("-- busy");
    int fd = make(0);
    char *p = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    T(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE));
    N(fcntl(fd, F_GET_SEALS));
    T(fcntl(fd, F_ADD_SEALS, F_SEAL_FUTURE_WRITE));
    p[0] = 'x';
    T(munmap(p, 4096));
    T(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE));
    N(fcntl(fd, F_GET_SEALS));
    fd = make(0);
    p = mmap(0, 4096, PROT_READ, MAP_SHARED, fd, 0);
    T(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE));
    T(mprotect(p, 4096, PROT_READ | PROT_WRITE));
    munmap(p, 4096);
    T(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE));
    fd = make(0);
    p = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    T(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE));
    p[0] = 'y';
    fd = make(0);
    p = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    T(mprotect(p, 4096, PROT_READ));
    T(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE));
    fd = make(0);
    char path[40];
    sprintf(path, "/proc/self/fd/%d", fd);
    int ro = open(path, O_RDONLY);
    T(fcntl(ro, F_ADD_SEALS, F_SEAL_GROW));
    N(fcntl(ro, F_GET_SEALS));
    T(fcntl(fd, F_ADD_SEALS, F_SEAL_GROW));
    N(fcntl(ro, F_GET_SEALS));
    p = mmap(0, 4096, PROT_READ, MAP_SHARED, ro, 0);
    T(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE));
    int file = open("plain.dat", O_RDWR | O_CREAT, 0600), pipes[2];
    pipe(pipes);
    T(fcntl(pipes[0], F_GET_SEALS));
    T(fcntl(pipes[0], F_ADD_SEALS, F_SEAL_WRITE));
    T(fcntl(99, F_GET_SEALS));
    unlink("plain.dat");
    return 0;
}
