/* What /proc/self/fd and /proc/self/cwd call what has lost its name since it was opened. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static void link_of(const char *what, const char *path)
{
	char text[500], *last;
	int n = readlink(path, text, sizeof text - 1);
	text[n > 0 ? n : 0] = 0;
	last = strrchr(text, '/');
	printf("%s: %s\n", what, last ? last : text);
}

static void show(const char *what, int fd)
{
	char path[40];
	sprintf(path, "/proc/self/fd/%d", fd);
	link_of(what, path);
}

int main(void)
{
	int f;
	char b[300];
	mkfifo("fifo", 0600);
	f = open("fifo", O_RDWR);
	show("FIFO", f);
	rename("fifo", "other");
	show("renamed", f);
	unlink("other");
	show("removed", f);
	f = open("file", O_RDWR | O_CREAT, 0600);
	rename("file", "file2");
	show("file renamed", f);
	unlink("file2");
	show("file removed", f);
	mkdir("dir", 0700);
	f = open("dir", O_RDONLY);
	show("directory", f);
	rmdir("dir");
	show("directory removed", f);
	show("memfd", memfd_create("name", 0));
	mkdir("here", 0700);
	chdir("here");
	rmdir("../here");
	link_of("working directory removed", "/proc/self/cwd");
	printf("getcwd: %s\n", getcwd(b, sizeof b) ? b : strerror(errno));
	return 0;
}
