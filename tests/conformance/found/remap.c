/* mremap(2) over several mappings, to a chosen place, and of nothing. */
#define _GNU_SOURCE
#include <sys/mman.h>
#include <stdio.h>
#include <errno.h>
#include <string.h>
#define AT(n) ((char *)(0x200000000L + (n) * 0x1000000L))
static char *m(int n, int len, int fl) { return mmap(AT(n), len, 3, fl|MAP_ANONYMOUS|MAP_FIXED, -1, 0); }
static void z(const char *w, void *p) { printf("%s: %s\n", w, p == MAP_FAILED ? strerror(errno) : "ok"); }
static void look(char *p) { for (int i = 0; i < 6; i++) { unsigned char v; printf("%c", mincore(p + i * 4096, 1, &v) < 0 ? '-' : 'm'); } puts(""); }
int main(void) {
 int F = MREMAP_MAYMOVE | MREMAP_FIXED;
 char *a;
 for (int sh = 1; sh <= 2; sh++) {
 printf("%d\n", sh);
 a = m(0, 12288, sh); mprotect(a + 4096, 4096, 1);
 z("shrink over three, fixed", mremap(a, 12288, 8192, F, AT(3))); look(a); look(AT(3));
 a = m(0, 12288, sh); mprotect(a + 4096, 4096, 1);
 z("shrink over three to one, fixed", mremap(a, 12288, 4096, F, AT(3))); look(a); look(AT(3));
 munmap(AT(3), 20000); a = m(0, 12288, sh); mprotect(a + 4096, 4096, 1);
 z("same over three, fixed", mremap(a, 12288, 12288, F, AT(3))); look(a); look(AT(3));
 munmap(AT(3), 20000);
 a = m(0, 4096, sh); m(0, 4096, sh); mmap(AT(0)+8192, 4096, 3, sh|MAP_ANONYMOUS|MAP_FIXED, -1, 0);
 z("same with a gap, fixed", mremap(a, 12288, 12288, F, AT(3))); look(a); look(AT(3));
 munmap(AT(3), 20000); a = m(0, 4096, sh);
 z("same with nothing behind, fixed", mremap(a, 12288, 12288, F, AT(3))); look(a); look(AT(3));
 munmap(AT(3), 20000); a = m(0, 4096, sh);
 z("same with nothing behind", mremap(a, 12288, 12288, MREMAP_MAYMOVE)); look(a);
 z("grow", mremap(a, 8192, 12288, MREMAP_MAYMOVE|MREMAP_FIXED, AT(3))); look(a); look(AT(3));
 z("smaller with nothing behind", mremap(a, 12288, 8192, 0)); look(a);
 munmap(AT(0), 20000); a = mmap(AT(0)+4096, 4096, 3, sh|MAP_ANONYMOUS|MAP_FIXED, -1, 0);
 z("nothing in front", mremap(AT(0), 8192, 8192, F, AT(3))); look(AT(0)); look(AT(3));
 z("nothing in front", mremap(AT(0), 8192, 4096, 0)); look(AT(0)); look(AT(3));
 munmap(AT(0), 20000); munmap(AT(3), 20000);
 a = m(0, 12288, sh);
 z("again over itself", mremap(a, 0, 8192, F, AT(0))); look(a);
 a = m(0, 12288, sh);
 z("again over its end", mremap(a, 0, 8192, F, AT(0) + 8192)); look(a);
 a = m(0, 12288, sh);
 z("again over its front", mremap(a + 8192, 0, 8192, F, AT(0))); look(a);
 z("again in place", mremap(a, 0, 8192, 0)); look(a);
 munmap(AT(0), 20000);
 a = m(0, 12288, sh); m(3, 20480, sh);
 z("wrong over", mremap(a, 16384, 20480, F, AT(3))); look(AT(3));
 z("overlap", mremap(a, 8192, 8192, F, AT(0) + 4096)); look(a);
 z("same place", mremap(a, 8192, 8192, F, AT(0))); look(a);
 z("odd place", mremap(a, 8192, 8192, F, AT(0) + 1)); look(a);
 munmap(AT(3), 20480); munmap(AT(0), 20480);
 }
}
