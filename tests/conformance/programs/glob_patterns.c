// glob with its flags.
#include <glob.h>
#include <stdio.h>
#include <fcntl.h>
#include <unistd.h>
#include <sys/stat.h>
int main(void)
{
    const char *n[] = {"a.c", "b.c", "main.h", "readme.txt", ".hid", "x1", "x2"};
    for (unsigned i = 0; i < sizeof n / sizeof *n; i++)
        close(open(n[i], O_CREAT | O_WRONLY, 0644));
    mkdir("sub", 0755);
    close(open("sub/z.c", O_CREAT | O_WRONLY, 0644));
    glob_t g;
    int rc;
    rc = glob("*.c", 0, NULL, &g);
    printf("%d %zu\n", rc, g.gl_pathc);
    for (size_t i = 0; i < g.gl_pathc; i++)
        puts(g.gl_pathv[i]);
    rc = glob("*/*.c", GLOB_APPEND, NULL, &g);
    for (char **p = g.gl_pathv; *p; p++)
        printf("%s ", *p);
    puts("");
    globfree(&g);
    rc = glob("*.zip", 0, NULL, &g);
    printf("%d %d\n", rc, rc == GLOB_NOMATCH);
    rc = glob("*.zip", GLOB_NOCHECK, NULL, &g);
    printf("%d %s\n", rc, g.gl_pathv[0]);
    globfree(&g);
    g.gl_offs = 2;
    rc = glob("x[12]", GLOB_DOOFFS, NULL, &g);
    printf("%d %s %s\n", rc, g.gl_pathv[2], g.gl_pathv[3]);
    globfree(&g);
    rc = glob("s*", GLOB_MARK, NULL, &g);
    printf("%s\n", g.gl_pathv[0]);
    globfree(&g);
    rc = glob("{a,main}.[ch]", GLOB_BRACE, NULL, &g);
    for (size_t i = 0; i < g.gl_pathc; i++)
        puts(g.gl_pathv[i]);
    globfree(&g);
    return 0;
}
