// Calendar arithmetic, strftime, TZ.
#define _GNU_SOURCE
#include <stdio.h>
#include <time.h>
#include <string.h>
#include <stdlib.h>
int main(void) {
    time_t t = 1700000000;
    printf("%s", ctime(&t));
    struct tm *g = gmtime(&t);
    printf("%s", asctime(g));
    char buf[200];
    const char *f[] = {"%Y-%m-%d %H:%M:%S", "%a %A %b %B %d %e %j", "%I:%M:%S %p", "%c", "%x", "%X", "%D %T %R %F", "%y %C %G %V %U %W %u %w", "%%|%n|%t|%h", "%s", "%z %Z", "%r"};
    for (unsigned i = 0; i < sizeof f / sizeof *f; i++) {
        size_t n = strftime(buf, sizeof buf, f[i], g);
        printf("%zu %s\n", n, buf);
    }
    struct tm tm = {.tm_year = 124, .tm_mon = 13, .tm_mday = 32, .tm_hour = 25, .tm_min = -5};
    time_t u = mktime(&tm);
    printf("%ld %s", (long)u, asctime(&tm));
    printf("%d %d\n", tm.tm_wday, tm.tm_yday);
    printf("%.0f\n", difftime(u, t));
    int leap[] = {1900, 2000, 2023, 2024};
    for (int i = 0; i < 4; i++) {
        struct tm l = {.tm_year = leap[i] - 1900, .tm_mon = 1, .tm_mday = 29};
        mktime(&l);
        printf("%d: %d/%d\n", leap[i], l.tm_mon + 1, l.tm_mday);
    }
    struct tm p;
    memset(&p, 0, sizeof p);
    char *r = strptime("2001-11-12 18:31:01", "%Y-%m-%d %H:%M:%S", &p);
    printf("%d %d %d %d\n", r && !*r, p.tm_year, p.tm_mon, p.tm_hour);
    t = 0;
    printf("%s", ctime(&t));
    t = -1;
    printf("%s", asctime(gmtime(&t)));
    clock_t c = clock();
    printf("%d %ld\n", c >= 0, (long)CLOCKS_PER_SEC);
    printf("%d\n", time(NULL) > 1600000000);
    setenv("TZ", "EST5EDT", 1);
    tzset();
    t = 1700000000;
    printf("%s", ctime(&t));
    printf("%s %s %ld\n", tzname[0], tzname[1], timezone);
    return 0;
}
