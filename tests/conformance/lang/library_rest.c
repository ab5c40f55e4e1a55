// drand48_r, gettext, ulimit, getauxval, utmp's reader.
#define _GNU_SOURCE
#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <ulimit.h>
#include <utmp.h>
#include <utmpx.h>
#include <values.h>
#define _(text) gettext(text)

int main(void)
{
    struct drand48_data d;
    double r;
    long n;
    int i;
    srand48_r(42, &d);
    for (i = 0; i < 3; i++) {
        drand48_r(&d, &r);
        lrand48_r(&d, &n);
        printf("%.12f %ld ", r, n);
        mrand48_r(&d, &n);
        printf("%ld\n", n);
    }
    printf(_("%s\n"), _("hello"));
    printf("%s %s\n", ngettext("file", "files", 1), ngettext("file", "files", 2));
    textdomain("prog");
    printf("%s\n", textdomain(NULL));
    printf("%lu %lu\n", getauxval(AT_PAGESZ), getauxval(AT_CLKTCK));
    printf("%d\n", ulimit(UL_SETFSIZE, 100L) == 100 && ulimit(UL_GETFSIZE) == 100);
    setutent();
    endutent();
    printf("%d %d\n", MAXINT, INTBITS);
    return 0;
}
