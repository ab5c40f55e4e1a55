/* What a failed read gives, -1, taken for a length: no such range is in user space, so nothing is read or written. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void say(const char *what, long got)
{
	printf("%s: %ld %s\n", what, got, got < 0 ? strerror(errno) : "");
}

int main(void)
{
	char buf[16] = "text", *far = (char *)0x7ffffffff000;
	int p[2], file = open("f", O_RDWR | O_CREAT, 0600);
	pipe(p);
	say("write(-1)", write(p[1], buf, -1));
	say("write(-1) to a file", write(file, buf, -1));
	say("read(-1) of an empty pipe", read(p[0], buf, -1));
	say("read(-1) of a file", read(file, buf, (size_t)-1));
	say("pread(-1)", pread(file, buf, -1, 0));
	say("pwrite(-1)", pwrite(file, buf, -1, 0));
	say("write(-1) to a reader's end", write(p[0], buf, -1));
	say("write(-1) to nothing", write(99, buf, -1));
	say("write of no bytes from beyond", write(p[1], far + 1, 0));
	say("write of no bytes from the edge", write(p[1], far, 0));
	say("write up to the edge", write(p[1], far - 4, 5));
	/* More than the stack has is another thing: what there is of it is written. */
	lseek(file, 0, SEEK_SET);
	printf("off the stack: %d\n", write(file, buf, 1 << 20) > (long)sizeof buf);
	close(p[1]);
	say("read(-1) at the end", read(p[0], buf, -1));
	return 0;
}
