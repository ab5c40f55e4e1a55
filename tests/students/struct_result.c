/* says: sets 'r.code' here */
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>
struct result { int code; char text[32]; };
static void compute(struct result *r) { r->code = 7; strcpy(r->text, "from the child"); }
int main(void)
{
	struct result r = {0, "nothing"};
	pid_t pid = fork();
	if (pid == 0) {
		compute(&r);
		exit(EXIT_SUCCESS);
	}
	waitpid(pid, NULL, 0);
	printf("%d %s\n", r.code, r.text);
	return 0;
}
