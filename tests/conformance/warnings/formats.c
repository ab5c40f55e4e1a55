/* What gcc says of formats with -Wall; nothing is executed. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <inttypes.h>
#include <string.h>
#include <time.h>
#include <syslog.h>
#include <errno.h>
#include <stdarg.h>
#define FMT "%d\n"
void my(const char *f, ...) __attribute__((format(printf, 1, 2)));
void my(const char *f, ...) { (void)f; }
int main(int argc, char **argv)
{
    if (argc == 1)
        return 0;
    char b[10]; char *s = b; const char *cs = "x"; int i = 1; long l = 2; size_t z = 3; double d = 1; float f = 2; void *vp = b; pid_t pid = 1; off_t o = 1; unsigned u = 1; short sh = 1; long long ll = 1; int *ip = &i; char c = 1; time_t t = 0; uint64_t u64 = 1;
    printf("%d\n", s);
    printf("%d\n", l);
    printf("%d\n", z);
    printf("%d %d\n", i);
    printf("%d\n", i, i);
    printf("%s\n", i);
    printf("%s\n", c);
    printf("%s\n", *s);
    printf("%f\n", i);
    printf("%ld\n", i);
    printf("%lu\n", z);
    printf("%zu\n", i);
    printf("%p\n", i);
    printf("%p\n", ip);
    printf("%x\n", l);
    printf("%u\n", i);
    printf("%c\n", s);
    printf("%lf %f\n", d, f);
    printf("%Lf\n", d);
    printf("%hd %hhd\n", sh, c);
    printf("%hd\n", l);
    printf("%lld\n", l);
    printf("%ld\n", ll);
    printf("%d\n", o);
    printf("%ld\n", t);
    printf("%d\n", d);
    printf("%y\n", i);
    printf("%");
    printf("");
    printf("100%\n");
    printf("%*d\n", l, i);
    printf("%.*s\n", z, s);
    printf("%*d\n", i);
    printf(FMT, s);
    printf("a" "%d\n", s);
    printf("%" PRId64 "\n", i);
    printf(s);
    printf(s, i);
    fprintf(stderr, "%d\n", s);
    snprintf(b, 10, "%s", i);
    sprintf(b, "%s", l);
    dprintf(1, "%d", l);
    my("%d", s);
    syslog(LOG_INFO, "%d", s);
    scanf("%d", i);
    scanf("%d", &l);
    scanf("%s", &b);
    scanf("%s", b);
    scanf("%s", i);
    scanf("%f", &d);
    scanf("%lf", &f);
    scanf("%c", &i);
    scanf("%d %d", &i);
    scanf("%d", &i, &i);
    scanf("%9s %*d", b);
    scanf("%[a-z]", i);
    scanf("%d", ip);
    scanf("%u", &i);
    scanf("%d", &u);
    scanf("%hd", &i);
    sscanf(s, "%ld", &i);
    fscanf(stdin, "%d", cs);
    printf("%m\n");
    printf("%s\n", "a" == s);
    printf("%s %s\n", s);
    printf("%d %s\n", s, i);
    printf("%s\n", vp);
    printf("%s\n", (unsigned char *)s);
    printf("%d\n", &i);
    printf("%ls\n", s);
    printf("%5.2d|%-10s|%+d|%#x|%05d\n", i, s, i, u, i);
    printf("%1$d %2$s\n", i, s);
    printf("%'d %I64d\n", i, i);
    printf("%+s %#d %0s % u\n", s, i, s, u);
    printf("%d\n", (i, l));
    printf("%d\n", sizeof(int));
    printf("%d\n", strlen(s));
    printf("%s\n", strerror);
    printf("%i %o %X %e %g %a %G\n", i, u, u, d, d, d, i);
    printf("%s\n", NULL);
    printf("%jd %td\n", i, i);
    printf("%n\n", &l);
    printf("%d\n", u64);
    printf("%d\n");
    printf("\t\"%d\"\n", s);
    perror("%d");
    char *q = malloc(10); strcpy(q, s);
    printf("%lu\n", sizeof(int));
    printf("%s", b[0]);
    printf("%d", "a");
    printf("%c", "a");
    printf("%s", 'a');
    return 0;
}
