/* says: let pid 2 call accept() again */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

int main(void)
{
	struct sockaddr_un a = {AF_UNIX, "sock"};
	int l = socket(AF_UNIX, SOCK_STREAM, 0);
	unlink("sock");
	if (bind(l, (struct sockaddr *)&a, sizeof a) == -1 || listen(l, 5) == -1)
		return 1;
	for (int i = 0; i < 2; i++)
		if (fork() == 0) {
			char buf[16];
			int s = socket(AF_UNIX, SOCK_STREAM, 0);
			if (connect(s, (struct sockaddr *)&a, sizeof a) == -1)
				_exit(1);
			write(s, "hi", 2);
			read(s, buf, sizeof buf);
			_exit(0);
		}
	int c = accept(l, NULL, NULL);
	char buf[16];
	ssize_t n;
	while ((n = read(c, buf, sizeof buf)) > 0)
		write(c, buf, n);
	close(c);
	while (wait(NULL) > 0)
		;
	unlink("sock");
	return 0;
}
