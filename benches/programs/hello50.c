/* About fifty lines, as a student's first program has: what start-up is measured with. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define COUNT 3

struct job {
    pid_t pid;
    int number;
    char name[16];
};

static struct job jobs[COUNT];

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static int work(const struct job *job)
{
    return job->number * 2;
}

int main(void)
{
    for (int i = 0; i < COUNT; i++) {
        jobs[i].number = i;
        snprintf(jobs[i].name, sizeof jobs[i].name, "job %d", i);
        jobs[i].pid = fork();
        if (jobs[i].pid < 0)
            die("fork");
        if (jobs[i].pid == 0)
            _exit(work(&jobs[i]));
    }
    for (int i = 0; i < COUNT; i++) {
        int status;
        if (waitpid(jobs[i].pid, &status, 0) < 0)
            die("waitpid");
        printf("%s: %d\n", jobs[i].name, WEXITSTATUS(status));
    }
    return 0;
}
