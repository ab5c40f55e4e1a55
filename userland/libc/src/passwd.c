/* getpwnam(3), getgrnam(3), getlogin(3): /etc/passwd and /etc/group */
#include <bits/libc.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Cuts a line at its colons into n fields. */
static int fields(char *line, char **field, int n)
{
	int i;
	line[strcspn(line, "\n")] = 0;
	for (i = 0; i < n; i++) {
		field[i] = strsep(&line, ":");
		if (!field[i])
			return 0;
	}
	return 1;
}

static int parse_passwd(char *line, struct passwd *p)
{
	char *f[7];
	if (!fields(line, f, 7))
		return 0;
	p->pw_name = f[0];
	p->pw_passwd = f[1];
	p->pw_uid = strtoul(f[2], 0, 10);
	p->pw_gid = strtoul(f[3], 0, 10);
	p->pw_gecos = f[4];
	p->pw_dir = f[5];
	p->pw_shell = f[6];
	return 1;
}

/* By number if there is one, else by name: a null name faults, as in glibc. */
static int find_passwd(const char *name, const uid_t *uid, struct passwd *p, char *buf, size_t n, struct passwd **out)
{
	FILE *f = fopen("/etc/passwd", "re");
	int r = 0;
	*out = 0;
	if (!f)
		return errno;
	while (fgets(buf, n, f)) {
		if (strlen(buf) + 1 == n && buf[n - 2] != '\n') {
			r = ERANGE;
			break;
		}
		if (parse_passwd(buf, p) && (uid ? p->pw_uid == *uid : strcmp(p->pw_name, name) == 0)) {
			*out = p;
			break;
		}
	}
	fclose(f);
	return r;
}

int getpwnam_r(const char *name, struct passwd *p, char *buf, size_t n, struct passwd **out)
{
	return find_passwd(name, 0, p, buf, n, out);
}

int getpwuid_r(uid_t uid, struct passwd *p, char *buf, size_t n, struct passwd **out)
{
	return find_passwd(0, &uid, p, buf, n, out);
}

/* Each function has its own result, as in glibc. */
struct passwd *getpwnam(const char *name)
{
	static struct passwd one;
	static char line[1024];
	struct passwd *p;
	int e = find_passwd(name, 0, &one, line, sizeof line, &p);
	if (e)
		errno = e;
	return p;
}

struct passwd *getpwuid(uid_t uid)
{
	static struct passwd one;
	static char line[1024];
	struct passwd *p;
	int e = find_passwd(0, &uid, &one, line, sizeof line, &p);
	if (e)
		errno = e;
	return p;
}

static FILE *passwd_file, *group_file;

struct passwd *getpwent(void)
{
	static struct passwd one_passwd;
	static char passwd_line[1024];
	if (!passwd_file && !(passwd_file = fopen("/etc/passwd", "re")))
		return 0;
	while (fgets(passwd_line, sizeof passwd_line, passwd_file))
		if (parse_passwd(passwd_line, &one_passwd))
			return &one_passwd;
	return 0;
}

void setpwent(void)
{
	endpwent();
}

void endpwent(void)
{
	if (passwd_file)
		fclose(passwd_file);
	passwd_file = 0;
}

enum { MEMBERS = 64 };

static int parse_group(char *line, struct group *g, char **members, int max)
{
	char *f[4], *m;
	int n = 0;
	if (!fields(line, f, 4))
		return 0;
	g->gr_name = f[0];
	g->gr_passwd = f[1];
	g->gr_gid = strtoul(f[2], 0, 10);
	while ((m = strsep(&f[3], ",")) && n < max - 1)
		if (*m)
			members[n++] = m;
	members[n] = 0;
	g->gr_mem = members;
	return 1;
}

static int find_group(const char *name, const gid_t *gid, struct group *g, char *buf, size_t n, struct group **out)
{
	/* The list of members stands at the buffer's start. */
	size_t list = MEMBERS * sizeof(char *), skip = -(size_t)buf & 7;
	FILE *f;
	*out = 0;
	if (n < list + skip + 64)
		return ERANGE;
	f = fopen("/etc/group", "re");
	if (!f)
		return errno;
	while (fgets(buf + skip + list, n - skip - list, f))
		if (parse_group(buf + skip + list, g, (char **)(buf + skip), MEMBERS) && (gid ? g->gr_gid == *gid : strcmp(g->gr_name, name) == 0)) {
			*out = g;
			break;
		}
	fclose(f);
	return 0;
}

int getgrnam_r(const char *name, struct group *g, char *buf, size_t n, struct group **out)
{
	return find_group(name, 0, g, buf, n, out);
}

int getgrgid_r(gid_t gid, struct group *g, char *buf, size_t n, struct group **out)
{
	return find_group(0, &gid, g, buf, n, out);
}

struct group *getgrnam(const char *name)
{
	static struct group one;
	static char line[2048];
	struct group *g;
	int e = find_group(name, 0, &one, line, sizeof line, &g);
	if (e)
		errno = e;
	return g;
}

struct group *getgrgid(gid_t gid)
{
	static struct group one;
	static char line[2048];
	struct group *g;
	int e = find_group(0, &gid, &one, line, sizeof line, &g);
	if (e)
		errno = e;
	return g;
}

struct group *getgrent(void)
{
	static char *members[MEMBERS];
	static struct group one_group;
	static char group_line[2048];
	if (!group_file && !(group_file = fopen("/etc/group", "re")))
		return 0;
	while (fgets(group_line, sizeof group_line, group_file))
		if (parse_group(group_line, &one_group, members, MEMBERS))
			return &one_group;
	return 0;
}

void setgrent(void)
{
	endgrent();
}

void endgrent(void)
{
	if (group_file)
		fclose(group_file);
	group_file = 0;
}

int getgrouplist(const char *user, gid_t gid, gid_t *list, int *n)
{
	struct group *g;
	int have = 1, room = *n, i;
	if (room > 0)
		list[0] = gid;
	setgrent();
	while ((g = getgrent()))
		for (i = 0; g->gr_mem[i]; i++)
			if (strcmp(g->gr_mem[i], user) == 0 && g->gr_gid != gid) {
				if (have < room)
					list[have] = g->gr_gid;
				have++;
			}
	endgrent();
	*n = have;
	return have > room ? -1 : have;
}

int initgroups(const char *user, gid_t gid)
{
	gid_t list[MEMBERS];
	int n = MEMBERS;
	getgrouplist(user, gid, list, &n);
	return setgroups(n < MEMBERS ? n : MEMBERS, list);
}

int group_member(gid_t gid)
{
	gid_t list[MEMBERS];
	int n = getgroups(MEMBERS, list), i;
	for (i = 0; i < n; i++)
		if (list[i] == gid)
			return 1;
	return 0;
}

char *getlogin(void)
{
	static char name[64];
	int e = getlogin_r(name, sizeof name);
	if (e) {
		errno = e;
		return 0;
	}
	return name;
}

int getlogin_r(char *buf, size_t n)
{
	struct passwd *p;
	if (!isatty(0))
		return ENXIO;
	p = getpwuid(getuid());
	if (!p)
		return ENOENT;
	if (strlen(p->pw_name) >= n)
		return ERANGE;
	strcpy(buf, p->pw_name);
	return 0;
}
