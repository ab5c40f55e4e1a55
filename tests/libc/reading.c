/* fgets, getline, fread, fwrite, ungetc, freopen, fdopen, setvbuf on input. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <fcntl.h>

int main(int argc, char **argv)
{
	char buf[10000], *line = NULL;
	size_t cap = 0, n;
	ssize_t len;
	FILE *f;
	int i, count = 0, fd[2];
	printf("%d %s\n", argc, argv[argc - 1]);
	for (i = 0; i < 3; i++)
		printf("%s", fgets(buf, 4, stdin));
	printf("%d %d\n", getchar(), getc(stdin));
	len = getline(&line, &cap, stdin);
	printf("%zd %zu %s", len, cap, line);
	len = getdelim(&line, &cap, '5', stdin);
	printf("%zd %s\n", len, line);
	n = fread(buf, 1, 10, stdin);
	printf("%zu %.10s\n", n, buf);
	n = fread(buf, 7, 3, stdin);
	printf("%zu %.21s\n", n, buf);
	while (fgets(buf, sizeof buf, stdin))
		count++;
	printf("%d %s %d %d\n", count, buf, feof(stdin), getchar());
	f = fopen("data", "w+");
	for (i = 0; i < 3000; i++)
		fprintf(f, "%d,", i);
	printf("%ld\n", ftell(f));
	rewind(f);
	n = fread(buf, 1, 9000, f);
	printf("%zu %ld %.20s %.20s\n", n, ftell(f), buf, buf + 8000);
	n = fread(buf, 1, 9000, f);
	printf("%zu %d %ld\n", n, feof(f), ftell(f));
	fseek(f, 100, SEEK_SET);
	n = fread(buf, 1, 10, f);
	printf("%.10s %ld\n", buf, ftell(f));
	fseek(f, 5000, SEEK_CUR);
	n = fread(buf, 1, 10, f);
	printf("%.10s %ld\n", buf, ftell(f));
	fseek(f, -10, SEEK_END);
	n = fread(buf, 1, 100, f);
	printf("%zu %.10s\n", n, buf);
	fpos_t pos;
	fseek(f, 50, SEEK_SET);
	fgetpos(f, &pos);
	fgetc(f);
	fsetpos(f, &pos);
	printf("%ld %d\n", ftell(f), fseek(f, -1, SEEK_SET));
	fclose(f);
	pipe(fd);
	f = fdopen(fd[1], "w");
	FILE *r = fdopen(fd[0], "r");
	fputs("through a pipe\nno newline", f);
	fclose(f);
	while ((len = getline(&line, &cap, r)) > 0)
		printf("%zd:%s|", len, line);
	printf("%d\n", feof(r));
	fclose(r);
	f = freopen("data", "r", stdin);
	printf("%d %s\n", f == stdin, fgets(buf, 8, stdin));
	f = tmpfile();
	fputs("temporary", f);
	rewind(f);
	printf("%s\n", fgets(buf, 100, f));
	fclose(f);
	printf("%d\n", fileno(stdout));
	f = fopen("lines2", "w");
	setvbuf(f, NULL, _IONBF, 0);
	fputs("a", f);
	printf("%zu\n", fwrite("bcd", 1, 3, f));
	fclose(f);
	f = fopen("lines2", "r");
	setvbuf(f, NULL, _IONBF, 0);
	printf("%c %ld\n", fgetc(f), (long)lseek(fileno(f), 0, SEEK_CUR));
	fclose(f);
	printf("%d %d\n", remove("lines2"), remove("lines2"));
	f = fmemopen("in memory", 9, "r");
	if (f) {
		printf("%s\n", fgets(buf, 4, f));
		fclose(f);
	}
	f = open_memstream(&line, &cap);
	if (f) {
		fprintf(f, "grown %d", 42);
		fflush(f);
		printf("%s %zu\n", line, cap);
		fputs(" and more", f);
		fclose(f);
		printf("%s %zu\n", line, cap);
	}
	return 0;
}
