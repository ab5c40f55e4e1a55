/* A working directory whose path is longer than PATH_MAX: getcwd(3) finds it where getcwd(2) gives up. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH = 60, LENGTH = 100 };

int main(void)
{
	char name[LENGTH + 1], start[PATH_MAX], fits[PATH_MAX];
	size_t first = strlen(getcwd(start, sizeof start));
	memset(name, 'd', LENGTH);
	name[LENGTH] = 0;
	for (int i = 0; i < DEPTH; i++)
		if (mkdir(name, 0700) < 0 || chdir(name) < 0) {
			perror(name);
			return 1;
		}

	char *path = getcwd(NULL, 0);
	printf("allocated: %zu more, it begins as before: %d\n", path ? strlen(path) - first : 0,
	       path && strncmp(path, start, first) == 0);
	free(path);

	char *large = malloc(20000);
	path = getcwd(large, 20000);
	printf("into a large buffer: %zu more, %d\n", path ? strlen(path) - first : 0, path == large);

	errno = 0;
	path = getcwd(fits, sizeof fits);
	printf("into one of PATH_MAX: %s, %s\n", path ? "a path" : "none", strerror(errno));

	for (int i = 0; i < DEPTH; i++)
		if (chdir("..") < 0 || rmdir(name) < 0)
			perror("..");
	printf("back: %d\n", strcmp(getcwd(fits, sizeof fits), start));
	return 0;
}
