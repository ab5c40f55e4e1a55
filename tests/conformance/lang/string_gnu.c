// String functions that GNU added: strcasestr, strchrnul, mempcpy, memmem; streams in memory.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    const char *s = "the quick brown fox";
    char buf[20], *mem = NULL, src[] = "10 20", *m;
    size_t len = 0;
    int a = 0, b = 0;
    printf("%d %d\n", (int)(strcasestr(s, "QUICK") - s), (int)(strchrnul(s, 'z') - s));
    m = mempcpy(buf, "abc", 3);
    *m = 0;
    printf("%s %d\n", buf, (int)((char *)memmem(s, 19, "fox", 3) - s));
    FILE *f = open_memstream(&mem, &len);
    fprintf(f, "%d-%s", 7, "memory");
    fclose(f);
    printf("%s %zu\n", mem, len);
    free(mem);
    f = fmemopen(src, 5, "r");
    int n = fscanf(f, "%d %d", &a, &b);
    printf("%d %d %d\n", n, a, b);
    fclose(f);
    return 0;
}
