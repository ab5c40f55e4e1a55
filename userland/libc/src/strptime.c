/* strptime(3) */
#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <time.h>

static const char *const days[7] = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" };
static const char *const months[12] = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December" };

static const char *number(const char *s, int low, int high, int digits, int *v)
{
	int n = 0;
	while (*s == ' ')
		s++;
	if (!isdigit((unsigned char)*s))
		return 0;
	while (digits-- > 0 && isdigit((unsigned char)*s))
		n = n * 10 + *s++ - '0';
	if (n < low || n > high)
		return 0;
	*v = n;
	return s;
}

static const char *word(const char *s, const char *const *list, int n, int *v)
{
	int i;
	for (i = 0; i < n; i++) {
		size_t len = strlen(list[i]);
		if (strncasecmp(s, list[i], len) == 0 || strncasecmp(s, list[i], len = 3) == 0) {
			*v = i;
			return s + len;
		}
	}
	return 0;
}

char *strptime(const char *s, const char *fmt, struct tm *tm)
{
	int v, century = -1, year = -1, pm = -1, date = 0;
	for (; *fmt && s; fmt++) {
		if (isspace((unsigned char)*fmt)) {
			while (isspace((unsigned char)*s))
				s++;
			continue;
		}
		if (*fmt != '%') {
			if (*s++ != *fmt)
				return 0;
			continue;
		}
		fmt++;
		while (*fmt == 'E' || *fmt == 'O' || *fmt == '-' || *fmt == '_' || *fmt == '0' || *fmt == '^' || *fmt == '#')
			fmt++;
		switch (*fmt) {
		case '%': s = *s == '%' ? s + 1 : 0; break;
		case 'a': case 'A': s = word(s, days, 7, &tm->tm_wday); break;
		case 'b': case 'B': case 'h': s = word(s, months, 12, &tm->tm_mon); date = 1; break;
		case 'c': s = strptime(s, "%a %b %e %H:%M:%S %Y", tm); break;
		case 'C': s = number(s, 0, 99, 2, &century); break;
		case 'd': case 'e': s = number(s, 1, 31, 2, &tm->tm_mday); date = 1; break;
		case 'D': case 'x': s = strptime(s, "%m/%d/%y", tm); break;
		case 'F': s = strptime(s, "%Y-%m-%d", tm); break;
		case 'H': case 'k': s = number(s, 0, 23, 2, &tm->tm_hour); pm = -1; break;
		case 'I': case 'l':
			s = number(s, 1, 12, 2, &v);
			if (s)
				tm->tm_hour = v % 12;
			break;
		case 'j':
			s = number(s, 1, 366, 3, &v);
			if (s)
				tm->tm_yday = v - 1;
			break;
		case 'm':
			s = number(s, 1, 12, 2, &v);
			if (s)
				tm->tm_mon = v - 1;
			date = 1;
			break;
		case 'M': s = number(s, 0, 59, 2, &tm->tm_min); break;
		case 'n': case 't':
			while (isspace((unsigned char)*s))
				s++;
			break;
		case 'p':
			if (strncasecmp(s, "AM", 2) == 0)
				pm = 0;
			else if (strncasecmp(s, "PM", 2) == 0)
				pm = 1;
			else
				return 0;
			s += 2;
			break;
		case 'r': s = strptime(s, "%I:%M:%S %p", tm); break;
		case 'R': s = strptime(s, "%H:%M", tm); break;
		case 's': {
			time_t t = 0;
			if (!isdigit((unsigned char)*s))
				return 0;
			while (isdigit((unsigned char)*s))
				t = t * 10 + *s++ - '0';
			localtime_r(&t, tm);
			break;
		}
		case 'S': s = number(s, 0, 61, 2, &tm->tm_sec); break;
		case 'T': case 'X': s = strptime(s, "%H:%M:%S", tm); break;
		case 'u':
			s = number(s, 1, 7, 1, &v);
			if (s)
				tm->tm_wday = v % 7;
			break;
		case 'w': s = number(s, 0, 6, 1, &tm->tm_wday); break;
		case 'y': s = number(s, 0, 99, 2, &year); date = 1; break;
		case 'Y':
			s = number(s, 0, 9999, 4, &v);
			if (s)
				tm->tm_year = v - 1900;
			date = 1;
			break;
		case 'Z':
			while (isalpha((unsigned char)*s))
				s++;
			break;
		default:
			return 0;
		}
	}
	if (!s)
		return 0;
	if (pm == 1)
		tm->tm_hour += 12;
	if (year >= 0)
		tm->tm_year = century >= 0 ? (century - 19) * 100 + year : year < 69 ? year + 100 : year;
	else if (century >= 0)
		tm->tm_year = (century - 19) * 100 + tm->tm_year % 100;
	if (date) {
		struct tm copy;
		memset(&copy, 0, sizeof copy);
		copy.tm_year = tm->tm_year;
		copy.tm_mon = tm->tm_mon;
		copy.tm_mday = tm->tm_mday ? tm->tm_mday : 1;
		timegm(&copy);
		tm->tm_wday = copy.tm_wday;
		tm->tm_yday = copy.tm_yday;
	}
	return (char *)s;
}
