/* inotify(7): what happens in a directory and to a file. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

static int fd;

static void show(const char *what)
{
	static char buf[4096] __attribute__((aligned(8)));
	unsigned int cookie = 0;
	ssize_t n = read(fd, buf, sizeof buf);
	char *p;
	printf("%s:", what);
	if (n < 0)
		printf(" %s", strerror(errno));
	for (p = buf; p < buf + n;) {
		struct inotify_event *e = (struct inotify_event *)p;
		printf(" %d:%x", e->wd, e->mask);
		if (e->len)
			printf(":%s/%u", e->name, e->len);
		if (e->cookie && cookie)
			printf(" same cookie %d", e->cookie == cookie);
		cookie = e->cookie;
		p += sizeof *e + e->len;
	}
	puts("");
}

int main(void)
{
	struct pollfd p;
	char small[4], byte;
	int dir, file, f, n;
	mkdir("d", 0700);
	fd = inotify_init1(IN_NONBLOCK);
	dir = inotify_add_watch(fd, "d", IN_ALL_EVENTS);
	printf("watch %d\n", dir);
	show("nothing");
	f = open("d/a", O_CREAT | O_RDWR, 0600);
	show("create");
	write(f, "x", 1);
	write(f, "y", 1);
	show("two writes");
	p.fd = fd;
	p.events = POLLIN;
	printf("poll %d\n", poll(&p, 1, 0));
	lseek(f, 0, SEEK_SET);
	read(f, &byte, 1);
	printf("poll %d\n", poll(&p, 1, 0));
	ioctl(fd, FIONREAD, &n);
	printf("bytes %d small %zd\n", n, read(fd, small, sizeof small));
	show("read");
	file = inotify_add_watch(fd, "d/a", IN_MODIFY | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF);
	printf("watch %d\n", file);
	chmod("d/a", 0644);
	ftruncate(f, 0);
	show("chmod and truncate");
	close(f);
	show("close");
	rename("d/a", "d/b");
	show("rename");
	link("d/b", "c");
	show("link");
	unlink("d/b");
	show("unlink of one name");
	unlink("c");
	show("unlink of the last");
	mkdir("d/sub", 0700);
	rmdir("d/sub");
	show("directory");
	printf("again %d\n", inotify_add_watch(fd, "d", IN_CREATE) == dir);
	close(open("d/e", O_CREAT | O_RDWR, 0600));
	show("other mask");
	printf("remove %d\n", inotify_rm_watch(fd, dir));
	show("removed");
	n = inotify_rm_watch(fd, dir);
	printf("remove %d %s\n", n, strerror(errno));
	n = inotify_add_watch(fd, "none", IN_CREATE);
	printf("missing %d %s\n", n, strerror(errno));
	n = inotify_add_watch(fd, "d/e", IN_CREATE | IN_ONLYDIR);
	printf("file %d %s\n", n, strerror(errno));
	n = inotify_add_watch(0, "d", IN_CREATE);
	printf("other descriptor %d %s\n", n, strerror(errno));
	n = inotify_add_watch(fd, "d", 0);
	printf("no mask %d %s\n", n, strerror(errno));
	inotify_add_watch(fd, "d", IN_CREATE | IN_ONESHOT);
	mkdir("d/x", 0700);
	mkdir("d/y", 0700);
	show("once");
	return 0;
}
