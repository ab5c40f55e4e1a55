// Time: gmtime, mktime, strftime, asctime, ctime in UTC.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void show(time_t t)
{
    struct tm *tm = gmtime(&t);
    char buf[100];
    strftime(buf, sizeof buf, "%Y-%m-%d %H:%M:%S %a %j", tm);
    printf("%ld: %s, wday %d yday %d isdst %d, %s", (long)t, buf, tm->tm_wday, tm->tm_yday, tm->tm_isdst, asctime(tm));
}

int main(void)
{
    setenv("TZ", "UTC0", 1);
    tzset();
    show(0);
    show(951782400);
    show(1000000000);
    show(1709210096);
    show(2147483647);
    show(4102444800);
    show(-1);
    time_t t = 1234567890;
    printf("%s", ctime(&t));
    struct tm *lt = localtime(&t);
    printf("%d %d %d %d:%d:%d\n", lt->tm_year + 1900, lt->tm_mon + 1, lt->tm_mday, lt->tm_hour, lt->tm_min, lt->tm_sec);

    static const char *const formats[] = {"%A %B %d", "%a %b %e", "%c", "%x %X", "%D %T %R", "%F", "%I:%M:%S %p", "%y %C",
                                          "%H%%%n|%t|", "%u %w", "%U %W %V %G", "%s", "%Z %z", "%h", "%r", "plain"};
    char buf[100];
    for (unsigned i = 0; i < sizeof formats / sizeof *formats; i++) {
        size_t n = strftime(buf, sizeof buf, formats[i], lt);
        printf("%-14s [%s] %zu\n", formats[i], buf, n);
    }
    printf("%zu\n", strftime(buf, 5, "%Y-%m", lt));

    struct tm m = {.tm_year = 124, .tm_mon = 1, .tm_mday = 30, .tm_hour = 25, .tm_min = -1};
    t = mktime(&m);
    printf("%ld %d-%d %d:%d wday %d yday %d\n", (long)t, m.tm_mon, m.tm_mday, m.tm_hour, m.tm_min, m.tm_wday, m.tm_yday);
    m = (struct tm){.tm_year = 99, .tm_mon = 14, .tm_mday = 0};
    t = mktime(&m);
    printf("%ld %d %d %d\n", (long)t, m.tm_year, m.tm_mon, m.tm_mday);
    printf("%.0f\n", difftime(100, 40));
    struct tm r;
    t = 86399;
    printf("%d", gmtime_r(&t, &r) == &r);
    printf(" %d\n", r.tm_hour);
    time_t now = time(NULL), again;
    printf("%d %d\n", time(&again) >= now, again >= now);
    struct timespec ts;
    printf("%d %d\n", clock_gettime(CLOCK_REALTIME, &ts), ts.tv_sec >= now);
    printf("%d %d\n", clock_gettime(99, &ts), clock() >= 0);
    printf("%ld\n", (long)CLOCKS_PER_SEC);
    return 0;
}
