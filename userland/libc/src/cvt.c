/* ecvt(3), fcvt(3), gcvt(3), ftime(3), statvfs(3) */
#include <bits/libc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/timeb.h>
#include <sys/vfs.h>
#include <time.h>

char *ecvt(double v, int n, int *point, int *negative)
{
	static char text[400];
	char b[400], *d = text, *p;
	*negative = signbit(v) != 0;
	*point = 0;
	if (!isfinite(v)) {
		sprintf(text, "%f", v);
		return text;
	}
	if (n > 17)
		n = 17;
	if (n <= 0) {
		text[0] = 0;
		return text;
	}
	sprintf(b, "%.*e", n - 1, fabs(v));
	for (p = b; *p && *p != 'e'; p++)
		if (*p != '.')
			*d++ = *p;
	*d = 0;
	*point = v == 0 ? 1 : atoi(p + 1) + 1;
	return text;
}

char *fcvt(double v, int n, int *point, int *negative)
{
	static char text[400];
	char b[400], *d = text, *p;
	*negative = signbit(v) != 0;
	*point = 0;
	if (!isfinite(v)) {
		sprintf(text, "%f", v);
		return text;
	}
	snprintf(b, sizeof b, "%.*f", n < 0 ? 0 : n > 17 ? 17 : n, fabs(v));
	p = strchr(b, '.');
	*point = p ? p - b : (long)strlen(b);
	p = b;
	if (*p == '0' && v != 0) {
		*point = 0;
		for (p += 2; *p == '0'; p++)
			--*point;
	}
	for (; *p; p++)
		if (*p != '.')
			*d++ = *p;
	*d = 0;
	return text;
}

char *gcvt(double v, int n, char *to)
{
	sprintf(to, "%.*g", n > 17 ? 17 : n, v);
	return to;
}

int ftime(struct timeb *t)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	t->time = now.tv_sec;
	t->millitm = now.tv_nsec / 1000000;
	t->timezone = t->dstflag = 0;
	return 0;
}

static int fill(int r, const struct statfs *s, struct statvfs *v)
{
	if (r < 0)
		return -1;
	memset(v, 0, sizeof *v);
	v->f_bsize = s->f_bsize;
	v->f_frsize = s->f_frsize ? s->f_frsize : s->f_bsize;
	v->f_blocks = s->f_blocks;
	v->f_bfree = s->f_bfree;
	v->f_bavail = s->f_bavail;
	v->f_files = s->f_files;
	v->f_ffree = v->f_favail = s->f_ffree;
	v->f_fsid = (unsigned)s->f_fsid.__val[0] | (unsigned long)(unsigned)s->f_fsid.__val[1] << 32;
	v->f_flag = s->f_flags & ~0x20UL;
	v->f_namemax = s->f_namelen;
	return 0;
}

int statvfs(const char *restrict path, struct statvfs *restrict v)
{
	struct statfs s;
	return fill(statfs(path, &s), &s, v);
}

int fstatvfs(int fd, struct statvfs *v)
{
	struct statfs s;
	return fill(fstatfs(fd, &s), &s, v);
}
