#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	int fd;
	char *myfifo = "/tmp/myfifo";
	mkfifo(myfifo, 0666);
	if (fork() == 0) {
		char arr1[80];
		fd = open(myfifo, O_RDONLY);
		read(fd, arr1, sizeof(arr1));
		printf("User2: %s\n", arr1);
		close(fd);
		exit(0);
	}
	char arr2[80] = "hello fifo";
	fd = open(myfifo, O_WRONLY);
	write(fd, arr2, strlen(arr2) + 1);
	close(fd);
	wait(NULL);
	unlink(myfifo);
	return 0;
}
