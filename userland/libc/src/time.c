/* gmtime(3), mktime(3), ctime(3), strftime(3); tz.c knows the time zone. */
#include <bits/libc.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char days[7][10] = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" };
static const char months[12][10] = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December" };

static int leap(long y)
{
	return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

int dysize(int y)
{
	return leap(y) ? 366 : 365;
}

/* Days from 1970-01-01 to the first of a month (0 to 11) of a year. */
long __days_before(long year, int month)
{
	static const short start[12] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
	long y = year - 1;
	long leaps = (y >= 0 ? y / 4 - y / 100 + y / 400 : (y - 3) / 4 - (y - 99) / 100 + (y - 399) / 400);
	return (year - 1970) * 365 + leaps - 477 + start[month] + (month > 1 && leap(year));
}

/* Broken-down time of a zone that is `off` seconds east of Greenwich. */
static struct tm *split(time_t when, struct tm *tm, const char *zone, long off, int isdst)
{
	time_t t = when + off;
	long day = t / 86400, rest = t % 86400, year;
	int month = 11;
	if (rest < 0) {
		rest += 86400;
		day--;
	}
	year = 1970 + day / 365;
	/* A first guess; nothing is shifted off the end of a long on the way to the true one. */
	if (year > 2200000000L || year < -2200000000L) {
		errno = EOVERFLOW;
		return 0;
	}
	while (__days_before(year, 0) > day)
		year--;
	while (__days_before(year + 1, 0) <= day)
		year++;
	if (year - 1900 != (int)(year - 1900)) {
		errno = EOVERFLOW;
		return 0;
	}
	while (__days_before(year, month) > day)
		month--;
	tm->tm_sec = rest % 60;
	tm->tm_min = rest / 60 % 60;
	tm->tm_hour = rest / 3600;
	tm->tm_mday = day - __days_before(year, month) + 1;
	tm->tm_mon = month;
	tm->tm_year = year - 1900;
	tm->tm_wday = ((day + 4) % 7 + 7) % 7;
	tm->tm_yday = day - __days_before(year, 0);
	tm->tm_isdst = isdst;
	tm->tm_gmtoff = off;
	tm->tm_zone = zone;
	return tm;
}

struct tm *gmtime_r(const time_t *t, struct tm *tm)
{
	return split(*t, tm, "GMT", 0, 0);
}

struct tm *localtime_r(const time_t *t, struct tm *tm)
{
	const char *name;
	int isdst;
	long off = __zone_at(*t, &isdst, &name);
	return split(*t, tm, name, off, isdst);
}

static struct tm shared;

struct tm *gmtime(const time_t *t)
{
	return gmtime_r(t, &shared);
}

struct tm *localtime(const time_t *t)
{
	tzset();
	return localtime_r(t, &shared);
}

/* Seconds since 1970 if the broken-down time, normalised, were UTC. */
static time_t join(const struct tm *tm)
{
	long month = tm->tm_mon, year = 1900L + tm->tm_year, t;
	year += month / 12;
	month %= 12;
	if (month < 0) {
		month += 12;
		year--;
	}
	t = ((__days_before(year, month) + tm->tm_mday - 1) * 24 + tm->tm_hour) * 60 + tm->tm_min;
	return t * 60 + tm->tm_sec;
}

time_t mktime(struct tm *tm)
{
	time_t local = join(tm), t;
	tzset();
	t = __zone_to_utc(local, tm->tm_isdst);
	return localtime_r(&t, tm) ? t : -1;
}

time_t timelocal(struct tm *tm)
{
	return mktime(tm);
}

time_t timegm(struct tm *tm)
{
	time_t t = join(tm);
	return gmtime_r(&t, tm) ? t : -1;
}

double difftime(time_t a, time_t b)
{
	return (double)(a - b);
}

char *asctime_r(const struct tm *tm, char *buf)
{
	const char *day = tm->tm_wday >= 0 && tm->tm_wday < 7 ? days[tm->tm_wday] : "???";
	const char *month = tm->tm_mon >= 0 && tm->tm_mon < 12 ? months[tm->tm_mon] : "???";
	sprintf(buf, "%.3s %.3s%3d %.2d:%.2d:%.2d %ld\n", day, month, tm->tm_mday, tm->tm_hour, tm->tm_min, tm->tm_sec, 1900L + tm->tm_year);
	return buf;
}

char *asctime(const struct tm *tm)
{
	static char buf[114];
	return asctime_r(tm, buf);
}

char *ctime(const time_t *t)
{
	struct tm *tm = localtime(t);
	return tm ? asctime(tm) : 0;
}

char *ctime_r(const time_t *t, char *buf)
{
	struct tm tm;
	return localtime_r(t, &tm) ? asctime_r(&tm, buf) : 0;
}

/* The ISO 8601 week, and the year it belongs to. */
static int iso_week(const struct tm *tm, long *year)
{
	int wday = (tm->tm_wday + 6) % 7, day = tm->tm_yday;
	long y = 1900L + tm->tm_year;
	int week = (day - wday + 10) / 7;
	if (week < 1) {
		y--;
		day += dysize(y);
		week = (day - wday + 10) / 7;
	} else if (week == 53 && (day - wday + 3) >= dysize(y)) {
		week = 1;
		y++;
	}
	*year = y;
	return week;
}

struct text { char *s; size_t n, room; };

static void add(struct text *o, const char *s, size_t n, int upper, int lower)
{
	size_t i;
	for (i = 0; i < n; i++) {
		char c = s[i];
		if (upper && c >= 'a' && c <= 'z')
			c -= 32;
		if (lower && c >= 'A' && c <= 'Z')
			c += 32;
		if (o->n < o->room)
			o->s[o->n] = c;
		o->n++;
	}
}

struct field { char pad; int width, upper, swap; };

static void add_text(struct text *o, const struct field *f, const char *s, int lower)
{
	int n = strlen(s), i;
	for (i = n; i < f->width; i++)
		add(o, f->pad == '0' ? "0" : " ", 1, 0, 0);
	add(o, s, n, f->upper, lower);
}

static void add_number(struct text *o, const struct field *f, long v, int digits, char pad)
{
	char buf[32];
	int n, i;
	if (f->pad)
		pad = f->pad;
	if (f->width > 0)
		digits = f->width;
	n = sprintf(buf, "%ld", v < 0 ? -v : v);
	if (v < 0) {
		if (pad == '0')
			add(o, "-", 1, 0, 0);
		digits--;
	}
	if (pad != '-')
		for (i = n; i < digits; i++)
			add(o, pad == '0' ? "0" : " ", 1, 0, 0);
	if (v < 0 && pad != '0')
		add(o, "-", 1, 0, 0);
	add(o, buf, n, 0, 0);
}

static void format(struct text *o, const char *fmt, const struct tm *tm);

static void add_sub(struct text *o, const struct field *f, const char *fmt, const struct tm *tm)
{
	char buf[128];
	struct text sub = { buf, 0, sizeof buf - 1 };
	format(&sub, fmt, tm);
	buf[sub.n < sizeof buf ? sub.n : sizeof buf - 1] = 0;
	add_text(o, f, buf, 0);
}

static const char *name(const char (*list)[10], int i, int n)
{
	return i >= 0 && i < n ? list[i] : "?";
}

static void add_short(struct text *o, const struct field *f, const char (*list)[10], int i, int n)
{
	char buf[4];
	snprintf(buf, sizeof buf, "%.3s", name(list, i, n));
	add_text(o, f, buf, 0);
}

static void convert(struct text *o, char c, struct field *f, const struct tm *tm)
{
	long year = 1900L + tm->tm_year, y;
	int h12 = tm->tm_hour % 12 == 0 ? 12 : tm->tm_hour % 12, week;
	char buf[32];
	switch (c) {
	case 'a': f->upper |= f->swap; add_short(o, f, days, tm->tm_wday, 7); break;
	case 'A': f->upper |= f->swap; add_text(o, f, name(days, tm->tm_wday, 7), 0); break;
	case 'b': case 'h': f->upper |= f->swap; add_short(o, f, months, tm->tm_mon, 12); break;
	case 'B': f->upper |= f->swap; add_text(o, f, name(months, tm->tm_mon, 12), 0); break;
	case 'c': add_sub(o, f, "%a %b %e %H:%M:%S %Y", tm); break;
	case 'C': add_number(o, f, year / 100 - (year % 100 < 0), 1, '0'); break;
	case 'd': add_number(o, f, tm->tm_mday, 2, '0'); break;
	case 'D': add_sub(o, f, "%m/%d/%y", tm); break;
	case 'x': add_sub(o, f, "%m/%d/%y", tm); break;
	case 'e': add_number(o, f, tm->tm_mday, 2, '_'); break;
	case 'F': add_sub(o, f, "%Y-%m-%d", tm); break;
	case 'g': iso_week(tm, &y); add_number(o, f, (y % 100 + 100) % 100, 2, '0'); break;
	case 'G': iso_week(tm, &y); add_number(o, f, y, 1, '0'); break;
	case 'H': add_number(o, f, tm->tm_hour, 2, '0'); break;
	case 'I': add_number(o, f, h12, 2, '0'); break;
	case 'j': add_number(o, f, tm->tm_yday + 1, 3, '0'); break;
	case 'k': add_number(o, f, tm->tm_hour, 2, '_'); break;
	case 'l': add_number(o, f, h12, 2, '_'); break;
	case 'm': add_number(o, f, tm->tm_mon + 1, 2, '0'); break;
	case 'M': add_number(o, f, tm->tm_min, 2, '0'); break;
	case 'n': add_text(o, f, "\n", 0); break;
	case 'p': add_text(o, f, tm->tm_hour > 11 ? "PM" : "AM", f->swap); break;
	case 'P': add_text(o, f, tm->tm_hour > 11 ? "PM" : "AM", 1); break;
	case 'r': add_sub(o, f, "%I:%M:%S %p", tm); break;
	case 'R': add_sub(o, f, "%H:%M", tm); break;
	case 's': {
		struct tm copy = *tm;
		add_number(o, f, mktime(&copy), 1, '0');
		break;
	}
	case 'S': add_number(o, f, tm->tm_sec, 2, '0'); break;
	case 't': add_text(o, f, "\t", 0); break;
	case 'T': case 'X': add_sub(o, f, "%H:%M:%S", tm); break;
	case 'u': add_number(o, f, (tm->tm_wday + 6) % 7 + 1, 1, '0'); break;
	case 'U': add_number(o, f, (tm->tm_yday - tm->tm_wday + 7) / 7, 2, '0'); break;
	case 'V': week = iso_week(tm, &y); add_number(o, f, week, 2, '0'); break;
	case 'w': add_number(o, f, tm->tm_wday, 1, '0'); break;
	case 'W': add_number(o, f, (tm->tm_yday - (tm->tm_wday + 6) % 7 + 7) / 7, 2, '0'); break;
	case 'y': add_number(o, f, (year % 100 + 100) % 100, 2, '0'); break;
	case 'Y': add_number(o, f, year, 1, '0'); break;
	case 'z':
		if (tm->tm_isdst >= 0) {
			long off = tm->tm_gmtoff / 60;
			sprintf(buf, "%c%02ld%02ld", off < 0 ? '-' : '+', (off < 0 ? -off : off) / 60, (off < 0 ? -off : off) % 60);
			add_text(o, f, buf, 0);
		}
		break;
	case 'Z': add_text(o, f, tm->tm_zone ? tm->tm_zone : "", f->swap); break;
	case '%': add_text(o, f, "%", 0); break;
	}
}

static void format(struct text *o, const char *fmt, const struct tm *tm)
{
	for (; *fmt; fmt++) {
		const char *start = fmt;
		struct field f = { 0, 0, 0, 0 };
		if (*fmt != '%') {
			add(o, fmt, 1, 0, 0);
			continue;
		}
		for (fmt++;; fmt++) {
			if (*fmt == '_' || *fmt == '-' || *fmt == '0')
				f.pad = *fmt;
			else if (*fmt == '^')
				f.upper = 1;
			else if (*fmt == '#')
				f.swap = 1;
			else
				break;
		}
		while (*fmt >= '0' && *fmt <= '9')
			f.width = f.width * 10 + *fmt++ - '0';
		if (*fmt == 'E' || *fmt == 'O')
			fmt++;
		if (!*fmt || !strchr("aAbhBcCdDxeFgGHIjklmMnpPrRsStTXuUVwWyYzZ%", *fmt)) {
			if (!*fmt)
				fmt--;
			add(o, start, fmt - start + 1, 0, 0);
			continue;
		}
		convert(o, *fmt, &f, tm);
	}
}

size_t strftime(char *s, size_t n, const char *fmt, const struct tm *tm)
{
	struct text o = { s, 0, n };
	format(&o, fmt, tm);
	if (o.n >= n)
		return 0;
	s[o.n] = 0;
	return o.n;
}
