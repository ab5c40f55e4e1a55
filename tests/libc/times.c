/* gmtime(3), mktime(3), strftime(3), strptime(3), ctime(3), asctime(3) with TZ=UTC */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <stdlib.h>

int main(void)
{
	static const time_t times[] = { 0, 1, 86399, 86400, 951782400, 951868799, 1000000000, 1234567890, 1700000000, 1709164800, 1735689599, 2147483647, 4102444800, -1, -86401, -2208988800, 253402300799, 1104537600, 1230768000, 1262304000, 1293840000, -62135596800, 32503680000 };
	static const char convs[] = "aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYzZ%";
	unsigned i, j;
	char buf[200], fmt[8];
	struct tm tm, *p;
	time_t t;
	setenv("TZ", "UTC", 1);
	tzset();
	for (i = 0; i < sizeof times / sizeof *times; i++) {
		p = gmtime(&times[i]);
		printf("%d %d %d %d %d %d %d %d %d %s | %s", p->tm_year, p->tm_mon, p->tm_mday, p->tm_hour, p->tm_min, p->tm_sec, p->tm_wday, p->tm_yday, p->tm_isdst, p->tm_zone, asctime(p));
		tm = *localtime(&times[i]);
		for (j = 0; convs[j]; j++) {
			snprintf(fmt, sizeof fmt, "%%%c|", convs[j]);
			strftime(buf, sizeof buf, fmt, &tm);
			printf("%s", buf);
		}
		printf("\n%d %s", mktime(&tm) == times[i], ctime(&times[i]));
	}
	t = 1234567890;
	gmtime_r(&t, &tm);
	printf("%zu\n", strftime(buf, sizeof buf, "%^a %#b %-d %_m %05d %10Y %^B %#Z %Ey %Od %3n| %q %", &tm));
	printf("%s\n", buf);
	printf("%zu %zu\n", strftime(buf, 5, "%Y-%m", &tm), strftime(buf, 8, "%Y-%m", &tm));
	memset(&tm, 0, sizeof tm);
	tm.tm_year = 120;
	tm.tm_mon = 14;
	tm.tm_mday = -5;
	tm.tm_hour = 49;
	tm.tm_min = -70;
	tm.tm_sec = 4000;
	t = mktime(&tm);
	printf("%ld %s", (long)t, asctime(&tm));
	memset(&tm, 0, sizeof tm);
	p = (struct tm *)strptime("2024-02-29 13:14:15 rest", "%Y-%m-%d %H:%M:%S", &tm);
	printf("%s %d %d %s", (char *)p, tm.tm_wday, tm.tm_yday, asctime(&tm));
	memset(&tm, 0, sizeof tm);
	p = (struct tm *)strptime("Tue Mar  5 07:08:09 PM 1991", "%a %b %d %I:%M:%S %p %Y", &tm);
	printf("%d %s", p != NULL, asctime(&tm));
	printf("%d\n", strptime("bad", "%d", &tm) == NULL);
	printf("%g\n", difftime(100, 40));
	tm.tm_wday = 9;
	tm.tm_mon = 13;
	printf("%s", asctime(&tm));
	return 0;
}
