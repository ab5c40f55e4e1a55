// Files by stdio: modes, positions, ungetc, append, reopening.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void cat(const char *name)
{
    FILE *f = fopen(name, "r");
    int c;
    printf("%s: ", name);
    if (!f) {
        printf("%s\n", strerror(errno));
        return;
    }
    while ((c = fgetc(f)) != EOF)
        putchar(c == '\n' ? '/' : c);
    printf(" (%ld)\n", ftell(f));
    fclose(f);
}

int main(void)
{
    char line[50];
    FILE *f = fopen("t.txt", "w");
    printf("%d", fprintf(f, "line %d\n", 1));
    printf(" %d\n", fputs("line 2\n", f) >= 0);
    fputc('x', f);
    printf("%ld\n", ftell(f));
    printf("%d\n", fclose(f));
    cat("t.txt");
    f = fopen("t.txt", "a");
    fprintf(f, "appended\n");
    fclose(f);
    cat("t.txt");
    f = fopen("t.txt", "r+");
    fgets(line, sizeof line, f);
    printf("%s", line);
    fseek(f, 5, SEEK_SET);
    fputc('9', f);
    fseek(f, 0, SEEK_CUR);
    printf("%c\n", fgetc(f) == '\n' ? 'n' : '?');
    fseek(f, -3, SEEK_END);
    printf("%s", fgets(line, sizeof line, f));
    printf("%d", fgetc(f));
    printf(" %d\n", feof(f) != 0);
    rewind(f);
    printf("%d %ld\n", feof(f) != 0, ftell(f));
    printf("%c", fgetc(f));
    ungetc('L', f);
    printf("%c", fgetc(f));
    printf("%ld\n", ftell(f));
    fclose(f);
    cat("t.txt");
    f = fopen("t.txt", "w+");
    fputs("abc", f);
    rewind(f);
    printf("%c", fgetc(f));
    printf("%c\n", fgetc(f));
    fclose(f);
    f = fopen("t.txt", "a+");
    printf("%c ", fgetc(f));
    fputs("DEF", f);
    rewind(f);
    printf("%s\n", fgets(line, sizeof line, f));
    fclose(f);
    f = fopen("missing/file", "r");
    printf("%d %s\n", f == NULL, strerror(errno));
    f = fopen("t.txt", "q");
    printf("%d %s\n", f == NULL, strerror(errno));
    f = fopen("t.txt", "wx");
    printf("%d %s\n", f == NULL, strerror(errno));
    f = fopen("t.txt", "r");
    errno = 0;
    printf("%d", fputc('x', f));
    printf(" %d %s\n", ferror(f) != 0, strerror(errno));
    clearerr(f);
    printf("%d\n", ferror(f));
    fclose(f);
    f = fopen("t.txt", "r");
    f = freopen("u.txt", "w", f);
    fputs("reopened", f);
    fclose(f);
    cat("u.txt");
    printf("%d", rename("u.txt", "v.txt"));
    cat("v.txt");
    cat("u.txt");
    printf("%d", remove("v.txt"));
    printf(" %d", remove("v.txt"));
    printf(" %s\n", strerror(errno));
    f = tmpfile();
    fputs("temporary", f);
    fseek(f, 3, SEEK_SET);
    printf("%s\n", fgets(line, 5, f));
    fclose(f);
    fpos_t pos;
    f = fopen("t.txt", "r");
    fgetc(f);
    fgetpos(f, &pos);
    int c1 = fgetc(f);
    fsetpos(f, &pos);
    printf("%d\n", c1 == fgetc(f));
    int r = fseek(f, -10, SEEK_SET);
    printf("%d %s\n", r, strerror(errno));
    fclose(f);
    unlink("t.txt");
    return 0;
}
