// fread, fwrite, getline, getdelim, fdopen, setvbuf, buffers seen through the descriptor.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct rec {
    int id;
    char name[12];
    double v;
};

static long size(const char *name)
{
    struct stat st;
    return stat(name, &st) ? -1 : (long)st.st_size;
}

int main(void)
{
    struct rec r[3] = {{1, "one", 1.5}, {2, "two", 2.5}, {3, "three", 3.5}}, back;
    FILE *f = fopen("b.dat", "wb+");
    printf("%zu\n", fwrite(r, sizeof *r, 3, f));
    printf("in the file before a flush: %ld\n", size("b.dat"));
    fflush(f);
    printf("after: %ld\n", size("b.dat"));
    fseek(f, sizeof *r, SEEK_SET);
    size_t got = fread(&back, sizeof back, 1, f);
    printf("%zu %d %s %g\n", got, back.id, back.name, back.v);
    got = fread(r, sizeof *r, 5, f);
    printf("%zu %d %d\n", got, feof(f) != 0, r[0].id);
    fclose(f);

    f = fopen("b.dat", "w");
    for (int i = 0; i < 4095; i++)
        fputc('a', f);
    printf("%ld ", size("b.dat"));
    fputc('b', f);
    printf("%ld ", size("b.dat"));
    fputc('c', f);
    printf("%ld ", size("b.dat"));
    fclose(f);
    printf("%ld\n", size("b.dat"));

    f = fopen("b.dat", "w");
    setvbuf(f, NULL, _IOLBF, 0);
    fputs("line", f);
    printf("%ld ", size("b.dat"));
    fputs(" end\nnext", f);
    printf("%ld ", size("b.dat"));
    fclose(f);
    printf("%ld\n", size("b.dat"));
    f = fopen("b.dat", "w");
    setbuf(f, NULL);
    fputs("now", f);
    printf("%ld\n", size("b.dat"));
    fclose(f);

    f = fopen("b.dat", "w");
    fputs("first line\nsecond, much longer line than the first\n\nlast without end", f);
    fclose(f);
    f = fopen("b.dat", "r");
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    while ((n = getline(&line, &cap, f)) > 0)
        printf("%zd[%.*s]%d ", n, (int)strcspn(line, "\n"), line, cap >= (size_t)n + 1);
    printf("%zd\n", n);
    rewind(f);
    while ((n = getdelim(&line, &cap, ' ', f)) > 0)
        printf("%zd ", n);
    printf("\n");
    char small[6];
    rewind(f);
    for (int i = 0; i < 4; i++)
        printf("[%s]", fgets(small, sizeof small, f));
    printf("\n");
    free(line);
    fclose(f);

    int fd = open("b.dat", O_RDWR | O_TRUNC);
    f = fdopen(fd, "w");
    printf("%d\n", fileno(f) == fd);
    fprintf(f, "through %s", "fdopen");
    write(fd, "[raw]", 5);
    fclose(f);
    printf("%d\n", write(fd, "x", 1) < 0);
    f = fopen("b.dat", "r");
    char all[50];
    n = fread(all, 1, sizeof all, f);
    printf("%.*s\n", (int)n, all);
    fclose(f);
    unlink("b.dat");
    return 0;
}
