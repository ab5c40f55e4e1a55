// Records, append, streams in memory.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
struct rec {
    int id;
    char name[12];
    double pay;
};
int main(void)
{
    FILE *f = fopen("/no/such", "r");
    if (!f) {
        printf("%d %s\n", errno, strerror(errno));
        perror("/no/such");
    }
    struct rec r[3] = {{1, "ann", 10.5}, {2, "bob", 20}, {3, "cy", 7.25}}, x;
    f = fopen("db", "wb+");
    printf("%zu\n", fwrite(r, sizeof *r, 3, f));
    fseek(f, sizeof x, SEEK_SET);
    fread(&x, sizeof x, 1, f);
    printf("%d %s %.2f\n", x.id, x.name, x.pay);
    fseek(f, -(long)sizeof x, SEEK_END);
    fread(&x, sizeof x, 1, f);
    printf("%s\n", x.name);
    printf("%zu %d %d\n", fread(&x, 1, 5, f), feof(f) != 0, ferror(f));
    clearerr(f);
    fclose(f);
    f = fopen("t", "w");
    for (int i = 0; i < 3; i++)
        fprintf(f, "line %d\n", i);
    fclose(f);
    f = fopen("t", "a+");
    fputs("appended\n", f);
    rewind(f);
    char b[50];
    int n = 0;
    while (fgets(b, sizeof b, f))
        n++;
    printf("%d\n", n);
    fclose(f);
    f = fopen("t", "r");
    int c, words = 0, in = 0;
    while ((c = fgetc(f)) != EOF) {
        if (c == ' ' || c == '\n')
            in = 0;
        else if (!in)
            in = 1, words++;
    }
    printf("%d words\n", words);
    fclose(f);
    printf("%d %d\n", remove("t"), remove("t"));
    puts(fopen("x", "zz") ? "?" : strerror(errno));
    FILE *m = fmemopen(b, sizeof b, "w");
    fprintf(m, "mem %d", 5);
    fclose(m);
    puts(b);
    char *p;
    size_t sz;
    m = open_memstream(&p, &sz);
    fprintf(m, "grow %s", "ing");
    fclose(m);
    printf("%s %zu\n", p, sz);
    setvbuf(stdout, 0, _IONBF, 0);
    fputs("done", stdout);
    return 0;
}
