// Two processes write two bytes each to one pipe: bytes of one stay in order.
// legal: aabb
// legal: abab
// legal: abba
// legal: baab
// legal: baba
// legal: bbaa
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int p[2], n = 0, got;
	char text[8];
	pipe(p);
	for (int i = 0; i < 2; i++)
		if (fork() == 0) {
			write(p[1], &"ab"[i], 1);
			write(p[1], &"ab"[i], 1);
			_exit(0);
		}
	close(p[1]);
	while (wait(0) > 0)
		;
	while ((got = read(p[0], text + n, sizeof text - n)) > 0)
		n += got;
	printf("%.*s\n", n, text);
	return 0;
}
