/* when - reads dates for date and touch: a part of what GNU's date(1) calls the date string. */
#include <ctype.h>
#include "util.h"
#include "when.h"

static const char *spaces(const char *s)
{
    while (isspace((unsigned char)*s))
        s++;
    return s;
}

/* A number of between one and `most` digits. */
static const char *number(const char *s, int most, int *value)
{
    int n = 0;
    if (!isdigit((unsigned char)*s))
        return NULL;
    for (*value = 0; n < most && isdigit((unsigned char)*s); n++)
        *value = *value * 10 + *s++ - '0';
    return s;
}

/* "05:06" or "05:06:07". */
static const char *clock_time(const char *s, struct tm *tm)
{
    if (!(s = number(s, 2, &tm->tm_hour)) || *s++ != ':' || !(s = number(s, 2, &tm->tm_min)))
        return NULL;
    tm->tm_sec = 0;
    if (*s == ':' && !(s = number(s + 1, 2, &tm->tm_sec)))
        return NULL;
    return tm->tm_hour < 24 && tm->tm_min < 60 && tm->tm_sec < 61 ? s : NULL;
}

/* "2021-03-04". */
static const char *calendar_date(const char *s, struct tm *tm)
{
    int year, month, day;
    if (!(s = number(s, 4, &year)) || *s++ != '-' || !(s = number(s, 2, &month)) || *s++ != '-' ||
        !(s = number(s, 2, &day)))
        return NULL;
    if (month < 1 || month > 12 || day < 1 || day > 31)
        return NULL;
    tm->tm_year = year - 1900;
    tm->tm_mon = month - 1;
    tm->tm_mday = day;
    tm->tm_hour = tm->tm_min = tm->tm_sec = 0;
    return s;
}

int parse_when(const char *text, struct timespec *when)
{
    static const struct { const char *name; int days; } words[] = {
        {"now", 0}, {"today", 0}, {"yesterday", -1}, {"tomorrow", 1}, {NULL, 0}};
    const char *s = spaces(text), *rest;
    char *end;
    struct tm tm;
    int i;
    if (*s == '@') {
        when->tv_sec = strtoll(s + 1, &end, 10);
        when->tv_nsec = 0;
        return end == s + 1 || *spaces(end) ? -1 : 0;
    }
    clock_gettime(CLOCK_REALTIME, when);
    if (!*s)
        return -1;
    localtime_r(&when->tv_sec, &tm);
    for (i = 0; words[i].name; i++) {
        if (!strcmp(s, words[i].name)) {
            when->tv_sec += words[i].days * 86400L;
            return 0;
        }
    }
    if ((rest = calendar_date(s, &tm))) {
        s = spaces(rest);
        if (*s == 'T')
            s++;
    }
    if ((rest = clock_time(s, &tm)))
        s = spaces(rest);
    tm.tm_isdst = -1;
    when->tv_nsec = 0;
    if (!strcmp(s, "UTC") || !strcmp(s, "Z")) {
        when->tv_sec = timegm(&tm);
        return 0;
    }
    when->tv_sec = mktime(&tm);
    return *s ? -1 : 0;
}
