/* Transfers beyond all offsets, and addresses beyond user space: which error comes first. */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/uio.h>
#include <unistd.h>
#include <fcntl.h>
#define T(x) do { errno = 0; long r = (long)(x); printf("%-70s %ld %s\n", #x, r, r == -1 ? strerrorname_np(errno) : ""); } while (0)
int main(void)
{
    char b[16];
    int fd = open("wild.dat", O_RDWR|O_CREAT|O_TRUNC, 0600);
    long big = LONG_MAX;
    T(pread(fd, b, 16, big));
    T(pread(fd, b, 16, big - 15));
    T(pread(fd, b, 16, big - 16));
    T(pread(fd, b, 0, big));
    T(pwrite(fd, b, 16, big));
    T(pwrite(fd, b, 16, big-16));
    T(pwrite(fd, b, 0, big));
    T(pread(fd, b, -1, 1));
    T(pwrite(fd, b, -1, 1));
    T(pread(fd, b, -1, 0));
    T(pwrite(fd, b, SSIZE_MAX, 0));
    T(pread(fd, b, SSIZE_MAX, 0));
    T(pread(fd, b, SSIZE_MAX, 2));
    T(pread(fd, b, 1, -1));
    T(read(fd, b, -1));
    T(write(fd, b, -1));
    T(read(fd, b, SSIZE_MAX));
    lseek(fd, 5, SEEK_SET);
    T(read(fd, b, SSIZE_MAX));
    struct iovec iov = {b, 16};
    T(preadv(fd, &iov, 1, big));
    T(pwritev(fd, &iov, 1, big));
    T(preadv(fd, &iov, 1, -1));
    int p[2]; pipe(p);
    T(pread(p[0], b, 16, big));
    T(pread(p[0], b, 16, -1));
    T(pread(p[1], b, 16, 0));
    T(pread(99, b, 16, -1));
    T(waitid(P_ALL, 0, (void *)1, WEXITED));
    T(waitid(P_ALL, 0, (void *)-1, WEXITED));
    T(waitid(P_ALL, 0, (void *)-1, WEXITED|WNOHANG));
    T(waitid(P_ALL, 0, (void *)1, WNOHANG));
    if (!fork()) _exit(3);
    T(waitid(P_ALL, 0, (void *)1, WEXITED));
    T(waitid(P_ALL, 0, (void *)1, WEXITED));
    pid_t child = fork();
    if (!child) { pause(); _exit(3); }
    T(waitid(P_ALL, 0, (void *)1, WEXITED|WNOHANG));
    T(wait4(-1, (void*)1, WNOHANG, 0));
    T(wait4(-1, (void*)1, WNOHANG, (void*)1));
    siginfo_t info;
    memset(&info, -1, sizeof info);
    T(waitid(P_PID, 1, &info, WEXITED));
    printf("%d %d %d\n", info.si_signo, info.si_code, info.si_status);
    memset(&info, -1, sizeof info);
    T(waitid(P_PID, 1, &info, 0));
    printf("%d %d %d\n", info.si_signo, info.si_code, info.si_status);
    int s[2]; socketpair(AF_UNIX, SOCK_STREAM, 0, s);
    T(recv(s[0], (void *)-1, 4, MSG_DONTWAIT));
    T(recv(s[0], (void *)-16, 4, MSG_DONTWAIT));
    T(recv(s[0], (void *)0x800000000000, 4, MSG_DONTWAIT));
    T(recv(s[0], (void *)0x7fffffffffff, 4, MSG_DONTWAIT));
    T(recv(s[0], (void *)1, 4, MSG_DONTWAIT));
    T(recv(s[0], (void *)-1, 0, MSG_DONTWAIT));
    T(send(s[0], (void *)-1, 4, MSG_DONTWAIT));
    T(send(s[0], (void *)1, 4, MSG_DONTWAIT));
    T(read(s[0], (void *)-1, 4));
    fcntl(s[0], F_SETFL, O_NONBLOCK);
    T(read(s[0], (void *)1, 4));
    struct iovec bad = {(void *)-1, 4};
    struct msghdr m = {.msg_iov = &bad, .msg_iovlen = 1};
    T(recvmsg(s[0], &m, MSG_DONTWAIT));
    bad.iov_base = (void*)1;
    T(recvmsg(s[0], &m, MSG_DONTWAIT));
    T(recvmsg(s[0], (void*)1, MSG_DONTWAIT));
    bad.iov_base = (void*)-1;
    T(sendmsg(s[0], &m, MSG_DONTWAIT));
    fcntl(p[0], F_SETFL, O_NONBLOCK);
    T(read(p[0], (void *)-1, 4));
    T(read(p[0], (void *)1, 4));
    T(readv(p[0], &bad, 1));
    T(read(99, (void *)-1, 4));
    T(recv(99, (void *)-1, 4, 0));
    T(recv(p[0], (void *)-1, 4, 0));
    T(mprotect((void*)0x8000000000000000, 4096, PROT_READ));
    T(mprotect((void*)0x7ffffffff000, 4096, PROT_READ));
    T(mprotect((void*)0x800000000000, 4096, PROT_READ));
    T(mprotect((void*)-4096, 4096, PROT_READ));
    T(mprotect((void*)-4096, 8192, PROT_READ));
    T(mprotect((void*)0x8000000000000000, 0, PROT_READ));
    T(mprotect((void*)0x8000000000000001, 4096, PROT_READ));
    T(mprotect((void*)4096, -1, PROT_READ));
    T(munmap((void*)0x8000000000000000, 4096));
    T(munmap((void*)0x7ffffffff000, 4096));
    T(munmap((void*)0x7ffffffff000, 0));
    T(msync((void*)0x8000000000000000, 4096, MS_SYNC));
    T(madvise((void*)0x8000000000000000, 4096, MADV_NORMAL));
    T(mlock((void*)0x8000000000000000, 4096));
    T(munlock((void*)0x8000000000000000, 4096));
    T(mmap((void*)0x8000000000000000, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0));
    T(mremap((void*)0x8000000000000000, 4096, 8192, MREMAP_MAYMOVE));
    bad.iov_len = 0;
    T(readv(p[0], &bad, 1));
    T(writev(p[1], &bad, 1));
    bad.iov_base = (void *)0x7fffffffffff;
    T(readv(p[0], &bad, 1));
    bad.iov_base = 0;
    T(readv(p[0], &bad, 1));
    T(send(99, (void *)-1, 4, 0));
    T(sendto(99, b, 4, 0, (void *)1, 4));
    kill(child, SIGKILL);
    wait(0);
    unlink("wild.dat");
    return 0;
}
