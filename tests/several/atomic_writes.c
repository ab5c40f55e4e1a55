// Two processes write 3,000 bytes each to a pipe that is read by a third: up to PIPE_BUF they are never mixed.
// legal: 1 2
// legal: 2 1
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	static char text[6000];
	int p[2], n = 0, got, changes = 0;
	pipe(p);
	for (int i = 0; i < 2; i++)
		if (fork() == 0) {
			static char mine[3000];
			memset(mine, '1' + i, sizeof mine);
			write(p[1], mine, sizeof mine);
			_exit(0);
		}
	close(p[1]);
	while ((got = read(p[0], text + n, sizeof text - n)) > 0)
		n += got;
	for (int i = 1; i < n; i++)
		changes += text[i] != text[i - 1];
	if (changes == 1)
		printf("%c %c\n", text[0], text[n - 1]);
	else
		printf("mixed: %d bytes, %d changes\n", n, changes);
	while (wait(0) > 0)
		;
	return 0;
}
