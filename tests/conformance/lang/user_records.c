// Records of who has logged in, when there are none: utmpx and lastlog.
#define _GNU_SOURCE
#include <lastlog.h>
#include <stdio.h>
#include <utmpx.h>

int main(void)
{
    struct utmpx u = {0};
    struct lastlog last = {0};
    printf("%zu %zu %zu\n", sizeof last, sizeof last.ll_line, sizeof last.ll_host);
    printf("%d\n", utmpxname("no such file"));
    setutxent();
    printf("%s\n", getutxent() ? "somebody" : "nobody");
    endutxent();
    updwtmpx("no such file", &u);
    FILE *f = fopen("no such file", "r");
    printf("%s\n", f ? "made" : "not made");
    return 0;
}
