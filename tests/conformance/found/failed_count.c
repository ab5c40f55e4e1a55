/* realpath(3) tells how far it got; fwrite(3) of -1 bytes, the count of a failed read, writes nothing and is no error. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void try(const char *path)
{
	char out[PATH_MAX] = "untouched";
	errno = 0;
	char *r = realpath(path, out);
	printf("%s: %s, %s, %s\n", path, r ? "found" : "not found", strrchr(out, '/') ? strrchr(out, '/') : out, strerror(errno));
}

int main(void)
{
	char text[8192] = "text";
	mkdir("folder", 0700);
	symlink("nowhere", "folder/link");
	symlink("round", "round");
	close(creat("file", 0600));
	try("folder");
	try("nosuch");
	try("nosuch/deeper");
	try("folder/link");
	try("folder/link/more");
	try("file/x");
	try("round");
	try("");
	FILE *f = fopen("file", "w");
	errno = 0;
	printf("%zu ", fwrite(text, 1, (size_t)-1, f));
	printf("%s, error %d\n", strerror(errno), ferror(f));
	printf("%zu\n", fwrite(text, 1, 4, f));
	printf("closed: %d\n", fclose(f));
	struct stat st;
	stat("file", &st);
	printf("size %ld\n", (long)st.st_size);
	unlink("round");
	unlink("file");
	unlink("folder/link");
	rmdir("folder");
	return 0;
}
