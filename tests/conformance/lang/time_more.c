// strftime, strptime, mktime, time zones by name.
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <time.h>
#include <stdlib.h>
#include <string.h>
int main(void)
{
    time_t t = 1700000000;
    struct tm *g = gmtime(&t), x;
    char b[200];
    printf("%s", asctime(g));
    setenv("TZ", "America/New_York", 1);
    tzset();
    printf("%s", ctime(&t));
    setenv("TZ", "UTC", 1);
    tzset();
    printf("%s %s %ld %d\n", tzname[0], tzname[1], timezone, daylight);
    x = *localtime(&t);
    const char *f[] =
        { "%a %A %b %B %c", "%C %d %D %e %F", "%g %G %h %H %I %j", "%k %l %m %M %n %p %P", "%r %R %s %S %t %T",
    "%u %U %V %w %W", "%x %X %y %Y %z %Z %%", "%Ey %Od %5Y %-d %_d %03d %^a %#Z" };
    for (int i = 0; i < 8; i++) {
        strftime(b, sizeof b, f[i], &x);
        puts(b);
    }
    memset(&x, 0, sizeof x);
    x.tm_year = 124;
    x.tm_mon = 1;
    x.tm_mday = 30;
    x.tm_hour = 25;
    x.tm_isdst = -1;
    t = mktime(&x);
    printf("%ld %d-%d-%d wday %d yday %d\n", (long) t, x.tm_year + 1900, x.tm_mon + 1, x.tm_mday, x.tm_wday, x.tm_yday);
    printf("%ld\n", (long) timegm(&x));
    printf("%.1f\n", difftime(t, t - 90));
    memset(&x, 0, sizeof x);
    char *e = strptime("2024-03-15 14:30:05 Fri rest", "%Y-%m-%d %H:%M:%S %a", &x);
    printf("%d %d %d %d:%d:%d %s\n", x.tm_year, x.tm_mon, x.tm_mday, x.tm_hour, x.tm_min, x.tm_sec, e ? e : "null");
    printf("%zu\n", strftime(b, 3, "%Y", &x));
    for (long y = 0; y < 5; y++) {
        time_t q = y * 366 * 86400 * 7 - 86400 * 365 * 20;
        gmtime_r(&q, &x);
        asctime_r(&x, b);
        printf("%s", b);
    } t = -1;
    printf("%s", ctime(&t));
    clock_t c = clock();
    printf("%d\n", c >= 0);
    struct timespec ts;
    printf("%d\n", clock_getres(CLOCK_MONOTONIC, &ts));
    printf("%ld\n", ts.tv_nsec);
    printf("%d\n", CLOCKS_PER_SEC);
    return 0;
}
