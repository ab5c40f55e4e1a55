// getline at the end of a file: the last line stays in the buffer.
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *line = NULL;
    size_t cap = 0;
    long n;
    FILE *f = fopen("lines", "w+");
    fputs("one\ntwo\nthe last", f);
    rewind(f);
    while ((n = getline(&line, &cap, f)) >= 0)
        printf("%ld %s\n", n, line);
    printf("%ld %s %d\n", n, line, feof(f) != 0);
    n = getdelim(&line, &cap, ' ', f);
    printf("%ld %s\n", n, line);
    free(line);
    fclose(f);
    remove("lines");
    return 0;
}
