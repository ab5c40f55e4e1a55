/* What stdio's buffers do, observed through pipes and forks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <fcntl.h>
#include <errno.h>
#include <sys/wait.h>

/* Runs f in a child whose standard output is a pipe and prints the sizes of the writes. */
static void watch(const char *name, void (*f)(void))
{
	int fd[2], status;
	long n, total = 0;
	char buf[70000];
	pipe(fd);
	fflush(stdout);
	if (fork() == 0) {
		dup2(fd[1], 1);
		dup2(fd[1], 2);
		close(fd[0]);
		close(fd[1]);
		f();
		exit(0);
	}
	close(fd[1]);
	wait(&status);
	while ((n = read(fd[0], buf + total, sizeof buf - total)) > 0)
		total += n;
	close(fd[0]);
	printf("%s: %ld bytes status %x:", name, total, status);
	if (total < 200)
		printf(" [%.*s]", (int)total, buf);
	printf("\n");
}

static void many_then_exit(void)
{
	int i;
	for (i = 0; i < 5000; i++)
		putchar('a');
	_exit(0);
}

static void big_then_exit(void)
{
	static char s[9001];
	memset(s, 'b', 9000);
	printf("xyz");
	fputs(s, stdout);
	_exit(0);
}

static void order(void)
{
	printf("out1 ");
	fprintf(stderr, "err ");
	printf("out2 ");
}

static void line_mode(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("line\npartial");
	_exit(0);
}

static void line_pieces(void)
{
	setlinebuf(stdout);
	printf("%s\n%s\n%s", "one", "two", "three");
	putchar('\n');
	puts("four");
	fputs("five\nsix\nseven", stdout);
	_exit(0);
}

static void unbuffered(void)
{
	setbuf(stdout, NULL);
	printf("shown");
	_exit(0);
}

static void own_buffer(void)
{
	static char b[10];
	setvbuf(stdout, b, _IOFBF, sizeof b);
	printf("0123456789abc");
	_exit(0);
}

static void forked(void)
{
	printf("X");
	fork();
	fork();
	while (wait(NULL) > 0)
		;
}

static void lost(void)
{
	printf("lost");
	abort();
}

static void returned(void)
{
	printf("kept");
}

static void hook2(void)
{
	printf("hook2 ");
}

static void hook1(void)
{
	printf("hook1 ");
	atexit(hook2);
}

static void hooks(void)
{
	atexit(hook1);
	printf("main ");
	exit(7);
}

static void closed(void)
{
	printf("text");
	close(1);
	fprintf(stderr, "%d %d", fflush(stdout), errno == EBADF);
	fprintf(stderr, " %d", ferror(stdout));
}

int main(void)
{
	char line[100];
	FILE *f;
	int c;
	watch("many", many_then_exit);
	watch("big", big_then_exit);
	watch("order", order);
	watch("line", line_mode);
	watch("pieces", line_pieces);
	watch("unbuffered", unbuffered);
	watch("own", own_buffer);
	watch("forked", forked);
	watch("lost", lost);
	watch("returned", returned);
	watch("hooks", hooks);
	watch("closed", closed);
	/* STDIO-05, 06, 07 */
	fgets(line, sizeof line, stdin);
	printf("%s%ld\n", line, (long)lseek(0, 0, SEEK_CUR));
	fflush(stdout);
	if (fork() == 0)
		_exit(0);
	wait(NULL);
	printf("%ld\n", (long)lseek(0, 0, SEEK_CUR));
	fflush(stdout);
	if (fork() == 0)
		exit(0);
	wait(NULL);
	printf("%ld\n", (long)lseek(0, 0, SEEK_CUR));
	/* files */
	f = fopen("t1", "w");
	fputs("first line\nsecond line\nthird\n", f);
	printf("%ld ", ftell(f));
	fclose(f);
	f = fopen("t1", "r+");
	fgets(line, sizeof line, f);
	printf("%ld %s", ftell(f), line);
	fseek(f, 0, SEEK_CUR);
	fputs("SECOND", f);
	printf("%ld ", ftell(f));
	fflush(f);
	fseek(f, -4, SEEK_END);
	printf("%ld %c", ftell(f), fgetc(f));
	rewind(f);
	while ((c = fgetc(f)) != EOF)
		putchar(c);
	printf("%d %d\n", feof(f), ferror(f));
	clearerr(f);
	printf("%d\n", feof(f));
	fseek(f, 3, SEEK_SET);
	ungetc('!', f);
	printf("%ld %c%c", ftell(f), fgetc(f), fgetc(f));
	ungetc('t', f);
	printf("%c\n", fgetc(f));
	fclose(f);
	f = fopen("t1", "a+");
	printf("%d %ld ", fgetc(f), ftell(f));
	fputs("appended\n", f);
	printf("%ld\n", ftell(f));
	rewind(f);
	while (fgets(line, sizeof line, f))
		printf("<%s>", line);
	fclose(f);
	printf("%d %d\n", fopen("none/x", "w") == NULL, errno == ENOENT);
	printf("%d %d\n", fopen("t1", "q") == NULL, errno == EINVAL);
	printf("%d %d\n", fopen("t1", "wx") == NULL, errno == EEXIST);
	f = fopen("t1", "r");
	printf("%d %d %d\n", fputc('x', f), errno == EBADF, ferror(f));
	fclose(f);
	f = fopen("t1", "w");
	printf("%d %d %d\n", fgetc(f), errno == EBADF, ferror(f));
	fclose(f);
	return 0;
}
