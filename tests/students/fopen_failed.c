/* says: fopen() failed here: ENOENT (No such file or directory), and fscanf() was given the NULL that it returned, at fopen_failed.c:11: pid 2 died of it | [ignored-error] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
struct cfg { char name[20]; int port; };
static struct cfg load(const char *f)
{
    struct cfg c;
    FILE *in = fopen(f, "r");
    fscanf(in, "%19s %d", c.name, &c.port);
    fclose(in);
    return c;
}
int main(int argc, char **argv)
{
    struct cfg c = load(argc > 1 ? argv[1] : "missing.cfg");
    printf("%s:%d\n", c.name, c.port);
    return 0;
}
