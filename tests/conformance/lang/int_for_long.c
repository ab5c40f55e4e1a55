/* An int among variable arguments, read as a long: gcc moves it by 32-bit instructions, and pushes constants with their sign. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdarg.h>
#include <unistd.h>
#include <sys/syscall.h>
#include <fcntl.h>
#include <errno.h>
__attribute__((noinline)) void show(int n, ...) {
  va_list ap; va_start(ap, n);
  for (int i = 0; i < n; i++) printf(" %lx", va_arg(ap, long));
  puts(""); va_end(ap);
}
int glob = -1; short sh = -1; signed char ch = -1; unsigned un = -1;
int f(void) { return -1; }
struct { int a:5; } bf = {-1};
enum e { M = -1 } en = M;
int main(int argc, char **argv)
{
  int loc = -(argc); volatile int vo = -1; long l = -1;
  int arr[3] = {-1, -2, -3}; char c = argv[0][0] ? -1 : 0;
  show(5, -1, loc, vo, glob, f());
  show(5, sh, ch, un, l, c);
  show(5, loc - 1, -argc, ~0, argc ? -1 : 1, arr[argc]);
  show(5, 1,2,3,4,5);
  show(8, -1,-1,-1,-1,-1,-1,-1,-1);
  show(8, loc,loc,loc,loc,loc,loc,loc,loc);
  show(8, vo,vo,vo,vo,vo,vo,vo,vo);
  show(5, bf.a, en, M, (int)l, (short)loc);
  show(3, glob+1-1, -glob, glob*loc);
  int fd = open("rest.dat", O_RDWR | O_CREAT, 0600);
  printf("%ld\n", syscall(SYS_lseek, fd, 4, SEEK_SET));
  printf("%ld\n", syscall(SYS_lseek, fd, -1, SEEK_CUR));
  printf("%ld\n", syscall(SYS_lseek, fd, loc, SEEK_CUR));
  printf("%ld\n", syscall(SYS_lseek, fd, -1, SEEK_SET));
  printf("%ld\n", syscall(SYS_lseek, fd, -1L, SEEK_END));
  printf("%d\n", errno);
  printf("%ld %ld %d %lx\n", -1, loc, -1, loc);
  unlink("rest.dat");
  return 0;
}
