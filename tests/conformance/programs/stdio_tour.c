// Streams: records, update mode, append, memory streams, cookies, vectors.
// conformance: stdin=first line\nsecond\n\nlast without newline
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/uio.h>
#include <sys/stat.h>
struct rec {
    int id;
    char n[12];
    float f;
};
static ssize_t ck_w(void *c, const char *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        fputc(b[i] == '\n' ? '\n' : b[i] ^ 32, stdout);
    *(int *) c += n;
    return n;
}

int main(void)
{
    char *l = NULL;
    size_t cap = 0;
    ssize_t n;
    while ((n = getline(&l, &cap, stdin)) > 0)
        printf("%zd [%.*s]\n", n, (int) strcspn(l, "\n"), l);
    printf("eof %d err %d\n", !!feof(stdin), ferror(stdin));
    FILE *f = fopen("t.bin", "wb+");
    struct rec r;
    for (int i = 0; i < 5; i++) {
        r = (struct rec) { i, "", i * 1.5f };
        sprintf(r.n, "rec%d", i);
        fwrite(&r, sizeof r, 1, f);
    }
    fseek(f, 2 * sizeof r, SEEK_SET);
    fread(&r, sizeof r, 1, f);
    printf("%d %s %g pos %ld\n", r.id, r.n, r.f, ftell(f));
    fseek(f, -(long) sizeof r, SEEK_END);
    fread(&r, sizeof r, 1, f);
    printf("%s\n", r.n);
    printf("%zu %d\n", fread(&r, sizeof r, 1, f), feof(f) != 0);
    rewind(f);
    r.id = 77;
    fwrite(&r, sizeof r, 1, f);
    fflush(f);
    fseek(f, 0, SEEK_SET);
    fread(&r, sizeof r, 1, f);
    printf("%d\n", r.id);
    fclose(f);
    f = fopen("t.txt", "w");
    fprintf(f, "%d,%s\n%d,%s\n", 1, "x", 2, "y");
    fputs("end", f);
    putc('\n', f);
    printf("%ld\n", ftell(f));
    fclose(f);
    f = fopen("t.txt", "r+");
    int c;
    while ((c = fgetc(f)) != EOF)
        if (c == ',') {
            fseek(f, -1, SEEK_CUR);
            fputc(';', f);
            fflush(f);
        }
    rewind(f);
    char b[50];
    while (fgets(b, sizeof b, f))
        fputs(b, stdout);
    ungetc('Q', f);
    printf("%c\n", fgetc(f));
    fclose(f);
    f = fopen("t.txt", "a+");
    fputs("appended\n", f);
    fseek(f, 0, SEEK_SET);
    fgets(b, 50, f);
    fputs(b, stdout);
    f = freopen("t.txt", "r", f);
    fscanf(f, "%*[^\n]\n%s", b);
    puts(b);
    fclose(f);
    printf("%p %s\n", (void *) fopen("/no/such", "r"), strerror(errno));
    f = fopen("t.txt", "r");
    printf("%d %s\n", fputc('x', f), strerror(errno));
    printf("%d\n", ferror(f) != 0);
    clearerr(f);
    fclose(f);
    int fd = open("v.txt", O_RDWR | O_CREAT | O_TRUNC, 0644);
    struct iovec iv[3] = { { "ab", 2 }, { "cde", 3 }, { "f\n", 2 } };
    printf("%zd\n", writev(fd, iv, 3));
    char x[4], y[10];
    struct iovec rv[2] = { { x, 3 }, { y, 10 } };
    printf("%zd\n", preadv(fd, rv, 2, 1));
    printf("%.3s %.3s\n", x, y);
    lseek(fd, 100, SEEK_SET);
    write(fd, "!", 1);
    struct stat st;
    fstat(fd, &st);
    printf("%ld\n", (long) st.st_size);
    FILE *m = fmemopen(NULL, 100, "w+");
    fprintf(m, "in memory %d", 5);
    rewind(m);
    fgets(b, 50, m);
    puts(b);
    fclose(m);
    char *ob;
    size_t on;
    m = open_memstream(&ob, &on);
    fprintf(m, "grow");
    fputs("ing", m);
    fclose(m);
    printf("%s %zu\n", ob, on);
    int count = 0;
    FILE *k = fopencookie(&count, "w", (cookie_io_functions_t) {.write = ck_w });
    fprintf(k, "hello cookie\n");
    fclose(k);
    printf("%d\n", count);
    setvbuf(stdout, NULL, _IONBF, 0);
    printf("unbuf ");
    write(1, "direct\n", 7);
    remove("t.txt");
    printf("%d\n", access("t.txt", F_OK));
    printf("%s\n", tmpfile()? "tmp" : "no");
    char tn[] = "tmpXXXXXX";
    int td = mkstemp(tn);
    printf("%d %zu\n", td > 2, strlen(tn));
    perror("perror");
    dprintf(1, "%s %d\n", "dprintf", 3);
    fprintf(stderr, "err\n");
    puts("");
    return 0;
}
