#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>

/* a child gives up what is its parent's: it closes, frees and forgets, in its own copies */
struct job { struct job *next; char name[16]; };

static struct job *jobs;
static int listening = -1;

static void add(const char *name)
{
	struct job *job = malloc(sizeof *job);
	if (!job)
		exit(1);
	snprintf(job->name, sizeof job->name, "%s", name);
	job->next = jobs;
	jobs = job;
}

static void forget(void)
{
	while (jobs) {
		struct job *next = jobs->next;
		free(jobs);
		jobs = next;
	}
	close(listening);
	listening = -1;
}

int main(void)
{
	int p[2], interactive = 1;
	if (pipe(p) == -1)
		return 1;
	listening = p[0];
	add("first");
	add("second");
	pid_t pid = fork();
	if (pid == -1)
		return 1;
	if (pid == 0) {
		interactive = 0;
		forget();
		close(p[1]);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	for (struct job *job = jobs; job; job = job->next)
		printf("%s\n", job->name);
	printf("%s, listening %s\n", interactive ? "interactive" : "not interactive", listening == p[0] ? "still" : "no more");
	return 0;
}
