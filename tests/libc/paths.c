/* Files and directories: stat, readdir, realpath, basename, mkstemp, getcwd, times, environment. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <errno.h>
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <libgen.h>
#include <utime.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/utsname.h>

static void show(const char *what, long r)
{
	printf("%s: %ld", what, r);
	if (r < 0)
		printf(" %s", strerror(errno));
	printf("\n");
}

static int visible(const struct dirent *e)
{
	return e->d_name[0] == 'e';
}

int main(void)
{
	static const char *const names[] = { "/usr/lib", "/usr/", "usr", "/", ".", "..", "", "a//b", "/a", "a/", "//", "///a///" };
	char buf[PATH_MAX], copy[50], *p;
	struct stat st;
	struct dirent **list, *e;
	struct utimbuf ut = { 1000, 2000 };
	DIR *d;
	int fd, i, n;
	unsigned u;
	long pos;
	for (u = 0; u < sizeof names / sizeof *names; u++) {
		strcpy(copy, names[u]);
		printf("%s: %s ", names[u], basename(copy));
		strcpy(copy, names[u]);
		printf("%s\n", dirname(copy));
	}
	show("mkdir", mkdir("dir", 0755));
	show("mkdir", mkdir("dir", 0755));
	show("open", (fd = open("dir/file", O_CREAT | O_RDWR | O_EXCL, 0640)) >= 0);
	show("open", open("dir/file", O_CREAT | O_RDWR | O_EXCL, 0640));
	umask(022);
	printf("%o\n", umask(027));
	show("write", write(fd, "0123456789", 10));
	show("pread", pread(fd, buf, 3, 4));
	printf("%.3s %ld\n", buf, (long)lseek(fd, 0, SEEK_CUR));
	show("pwrite", pwrite(fd, "X", 1, 2));
	show("truncate", ftruncate(fd, 5));
	show("fstat", fstat(fd, &st));
	printf("%o %ld %lu\n", st.st_mode, (long)st.st_size, (unsigned long)st.st_nlink);
	show("chmod", chmod("dir/file", 0600));
	show("link", link("dir/file", "dir/hard"));
	show("symlink", symlink("file", "dir/soft"));
	n = readlink("dir/soft", buf, sizeof buf);
	printf("%d %.*s\n", n, n, buf);
	show("lstat", lstat("dir/soft", &st));
	printf("%d %d\n", S_ISLNK(st.st_mode), S_ISREG(st.st_mode));
	show("utime", utime("dir/file", &ut));
	stat("dir/file", &st);
	printf("%ld %ld %lu\n", (long)st.st_atime, (long)st.st_mtime, (unsigned long)st.st_nlink);
	show("fifo", mkfifo("dir/fifo", 0666));
	stat("dir/fifo", &st);
	printf("%o\n", st.st_mode);
	show("access", access("dir/file", R_OK | W_OK));
	show("access", access("dir/none", F_OK));
	show("rename", rename("dir/hard", "dir/moved"));
	show("rmdir", rmdir("dir"));
	for (i = 0; i < 30; i++) {
		snprintf(buf, sizeof buf, "dir/e%02d", i);
		close(creat(buf, 0600));
	}
	n = scandir("dir", &list, visible, alphasort);
	printf("%d", n);
	for (i = 0; i < n; i++)
		printf(" %s", list[i]->d_name);
	printf("\n");
	d = opendir("dir");
	n = 0;
	while ((e = readdir(d)))
		n++;
	printf("%d\n", n);
	rewinddir(d);
	readdir(d);
	pos = telldir(d);
	e = readdir(d);
	strcpy(copy, e->d_name);
	seekdir(d, pos);
	printf("%d\n", strcmp(copy, readdir(d)->d_name));
	closedir(d);
	printf("%d %d\n", opendir("none") == NULL, errno == ENOENT);
	printf("%d %d\n", opendir("dir/file") == NULL, errno == ENOTDIR);
	show("chdir", chdir("dir"));
	getcwd(buf, sizeof buf);
	printf("%s\n", strrchr(buf, '/'));
	printf("%d %d\n", getcwd(buf, 2) == NULL, errno == ERANGE);
	p = getcwd(NULL, 0);
	printf("%s\n", strrchr(p, '/'));
	printf("%s\n", strrchr(realpath("../dir/./soft", buf), '/'));
	printf("%d %d\n", realpath("nothing/x", buf) == NULL, errno == ENOENT);
	printf("%d %d\n", realpath("file/x", buf) == NULL, errno == ENOTDIR);
	chdir("..");
	strcpy(copy, "tmpXXXXXX");
	fd = mkstemp(copy);
	printf("%d %d\n", fd >= 0, strncmp(copy, "tmp", 3) == 0 && strcmp(copy, "tmpXXXXXX") != 0);
	unlink(copy);
	strcpy(copy, "tmp");
	show("mkstemp", mkstemp(copy));
	strcpy(copy, "dXXXXXX");
	printf("%d\n", mkdtemp(copy) != NULL);
	show("rmdir", rmdir(copy));
	show("flock", flock(fd, LOCK_EX | LOCK_NB));
	show("lockf", lockf(fd, F_TLOCK, 10));
	show("dupfd", fcntl(fd, F_DUPFD, 100));
	show("cloexec", fcntl(100, F_SETFD, FD_CLOEXEC));
	show("getfd", fcntl(100, F_GETFD));
	show("setenv", setenv("NEWVAR", "value", 1));
	setenv("NEWVAR", "other", 0);
	printf("%s\n", getenv("NEWVAR"));
	putenv("PUT=it");
	printf("%s\n", getenv("PUT"));
	show("unsetenv", unsetenv("NEWVAR"));
	printf("%d\n", getenv("NEWVAR") == NULL);
	show("bad", setenv("A=B", "x", 1));
	clearenv();
	printf("%d\n", getenv("PATH") == NULL);
	printf("%ld %ld %ld %ld\n", sysconf(_SC_PAGESIZE), sysconf(_SC_CLK_TCK), sysconf(_SC_IOV_MAX), sysconf(-5));
	printf("%ld %ld %ld\n", pathconf("/", _PC_NAME_MAX), pathconf("/", _PC_PIPE_BUF), fpathconf(0, _PC_PATH_MAX));
	struct rlimit rl;
	show("getrlimit", getrlimit(RLIMIT_NOFILE, &rl));
	printf("%d\n", (long)rl.rlim_cur == sysconf(_SC_OPEN_MAX));
	struct utsname un;
	show("uname", uname(&un));
	printf("%s %s\n", un.sysname, un.machine);
	gethostname(buf, sizeof buf);
	printf("%d\n", strcmp(buf, un.nodename));
	show("isatty", isatty(0));
	printf("%s\n", strerror(errno));
	int before = getpriority(PRIO_PROCESS, 0);
	show("nice", nice(1) - before);
	show("priority", getpriority(PRIO_PROCESS, 0) - before);
	printf("%zu %s\n", confstr(_CS_PATH, buf, sizeof buf), buf);
	show("remove", remove("dir/file"));
	show("remove", remove("dir"));
	show("syscall", syscall(39) == getpid());
	return 0;
}
