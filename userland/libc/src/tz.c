/* tzset(3): the time zone that TZ names in POSIX's form, std offset [dst [offset] [,start[/time],end[/time]]], or by
 * the name of a place (zones.c); UTC otherwise. */
#include <bits/libc.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* When summer time begins or ends: Mmonth.week.day, Jday (1 to 365, no 29 February), or a day from 0 to 365. */
struct rule {
	char form;
	int month, week, day;
	long seconds;
};

static char names[2][16] = { "UTC", "UTC" };
char *tzname[2] = { names[0], names[1] };
long timezone;
int daylight;

/* Seconds east of Greenwich in winter and in summer. */
static long offsets[2];
static struct rule rules[2];
static char current[128];

static const char *number(const char *s, int *value)
{
	if (*s < '0' || *s > '9')
		return 0;
	for (*value = 0; *s >= '0' && *s <= '9' && *value < 100000; s++)
		*value = *value * 10 + *s - '0';
	return s;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static const char *clock_time(const char *s, long *seconds)
{
	int part, sign = 1;
	long unit = 3600;
	if (*s == '-' || *s == '+')
		sign = *s++ == '-' ? -1 : 1;
	*seconds = 0;
	do {
		if (!(s = number(s, &part)))
			return 0;
		*seconds += part * unit;
		unit /= 60;
	} while (*s == ':' && unit && s++);
	*seconds *= sign;
	return s;
}

static const char *zone_name(const char *s, char *name)
{
	int n = 0, quoted = *s == '<';
	if (quoted)
		s++;
	for (; quoted ? *s && *s != '>' : (*s | 32) >= 'a' && (*s | 32) <= 'z'; s++)
		if (n < 15)
			name[n++] = *s;
	name[n] = 0;
	if (quoted && *s++ != '>')
		return 0;
	return n < 3 ? 0 : s;
}

static const char *rule(const char *s, struct rule *r)
{
	r->form = *s == 'M' || *s == 'J' ? *s++ : '0';
	if (r->form != 'M')
		s = number(s, &r->day);
	else if ((s = number(s, &r->month)) && *s++ == '.' && (s = number(s, &r->week)) && *s++ == '.')
		s = number(s, &r->day);
	else
		return 0;
	r->seconds = 7200;
	return s && *s == '/' ? clock_time(s + 1, &r->seconds) : s;
}

static int parse(const char *s)
{
	static const struct rule us[2] = { { 'M', 3, 2, 0, 7200 }, { 'M', 11, 1, 0, 7200 } };
	if (!(s = zone_name(s, names[0])) || !(s = clock_time(s, &offsets[0])))
		return -1;
	offsets[0] = -offsets[0];
	daylight = 0;
	if (!*s)
		return 0;
	if (!(s = zone_name(s, names[1])))
		return -1;
	daylight = 1;
	offsets[1] = offsets[0] + 3600;
	if (*s && *s != ',') {
		if (!(s = clock_time(s, &offsets[1])))
			return -1;
		offsets[1] = -offsets[1];
	}
	memcpy(rules, us, sizeof rules);
	if (!*s)
		return 0;
	if (*s != ',' || !(s = rule(s + 1, &rules[0])) || *s != ',' || !(s = rule(s + 1, &rules[1])))
		return -1;
	return *s ? -1 : 0;
}

const char *__zone_rule(const char *);

void tzset(void)
{
	const char *tz = getenv("TZ"), *rule;
	if (!tz)
		tz = "UTC0";
	if (*tz == ':')
		tz++;
	if (!strncmp(tz, current, sizeof current - 1) && *current)
		return;
	strncpy(current, tz, sizeof current - 1);
	rule = __zone_rule(tz);
	if (parse(rule ? rule : tz) < 0) {
		strcpy(names[0], "UTC");
		offsets[0] = 0;
		daylight = 0;
	}
	if (!daylight)
		strcpy(names[1], names[0]);
	timezone = -offsets[0];
}

/* Local seconds since 1970 at which the rule applies in a year. */
static long change(const struct rule *r, long year)
{
	long day;
	int leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	if (r->form == 'M') {
		long first = __days_before(year, r->month - 1), end;
		int weekday = ((first + 4) % 7 + 7) % 7;
		day = first + (r->day - weekday + 7) % 7 + (r->week - 1) * 7;
		end = r->month == 12 ? __days_before(year + 1, 0) : __days_before(year, r->month);
		if (day >= end)
			day -= 7;
	} else {
		day = __days_before(year, 0) + r->day - (r->form == 'J');
		if (r->form == 'J' && leap && r->day >= 60)
			day++;
	}
	return day * 86400 + r->seconds;
}

static int is_summer(time_t t)
{
	long year = 1970 + (t + offsets[0]) / 31556952, begin, end;
	if (!daylight)
		return 0;
	while (__days_before(year, 0) * 86400 > t + offsets[0])
		year--;
	while (__days_before(year + 1, 0) * 86400 <= t + offsets[0])
		year++;
	begin = change(&rules[0], year) - offsets[0];
	end = change(&rules[1], year) - offsets[1];
	return begin < end ? begin <= t && t < end : !(end <= t && t < begin);
}

/* Seconds east of Greenwich at a time. */
long __zone_at(time_t t, int *isdst, const char **name)
{
	if (!*current)
		tzset();
	*isdst = is_summer(t);
	*name = tzname[*isdst];
	return offsets[*isdst];
}

/* From local seconds to UTC; isdst as in struct tm. */
time_t __zone_to_utc(time_t local, int isdst)
{
	if (daylight && (isdst > 0 || (isdst < 0 && is_summer(local - offsets[1]))))
		return local - offsets[1];
	return local - offsets[0];
}
