/* A program may have functions named as the library's. The library goes on using its own, but takes malloc and free from the
   program (GNU C Library manual, "Replacing malloc"). */
#include <stdio.h>
#include <string.h>

static volatile int writes, allocations;

long write(int fd, const void *bytes, unsigned long n)
{
    (void)fd, (void)bytes;
    writes++;
    return (long)n;
}

int read(void)
{
    return 17;
}

static char heap[1 << 20];
static size_t used;

void *malloc(size_t n)
{
    char *p = heap + used;
    used += (n + 15) / 16 * 16;
    allocations++;
    return p;
}

void free(void *p)
{
    (void)p;
}

void *calloc(size_t n, size_t size)
{
    return malloc(n * size);
}

void *realloc(void *p, size_t n)
{
    void *q = malloc(n);
    return p ? memcpy(q, p, n) : q;
}

int main(void)
{
    char line[20];
    setvbuf(stdout, NULL, _IONBF, 0);
    printf("hello\n");
    printf("%d\n", read());
    int before = allocations;
    char *copy = strdup("copied");
    printf("%s, allocated by us: %d\n", copy, allocations > before);
    if (!fgets(line, sizeof line, stdin))
        puts("no input");
    write(1, "lost\n", 5);
    printf("our write was called %d times\n", writes);
    return 0;
}
