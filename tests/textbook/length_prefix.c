#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/socket.h>
#include <sys/wait.h>

/* messages shorter than their structure: only as much is sent as there is, and an answer is awaited before the next one */
struct message { int length; char text[60]; };

int main(void)
{
	static const char *words[] = {"one", "two", "three", "four"};
	int s[2];
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, s) == -1)
		return 1;
	pid_t pid = fork();
	if (pid == -1)
		return 1;
	if (pid == 0) {
		close(s[0]);
		for (int i = 0; i < 4; i++) {
			struct message m = {(int)strlen(words[i]), ""};
			char ok;
			memcpy(m.text, words[i], m.length);
			if (write(s[1], &m, sizeof m.length + m.length) == -1 || read(s[1], &ok, 1) != 1)
				_exit(1);
		}
		_exit(0);
	}
	close(s[1]);
	struct message m;
	while (read(s[0], &m, sizeof m) > 0) {
		printf("%.*s\n", m.length, m.text);
		if (write(s[0], "k", 1) != 1)
			break;
	}
	wait(NULL);
	return 0;
}
