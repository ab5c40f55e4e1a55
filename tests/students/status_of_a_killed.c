/* says: SIGABRT has killed the child of which wait() tells here, and status_of_a_killed.c:27 takes an exit status from 'status' all the same: there is none | [raw-status] */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

struct test { const char *name; int (*run)(void); };

static int ok(void) { return 0; }
static int fails(void) { return 2; }
static int crashes(void) { abort(); }

static int judge(struct test *t)
{
    int status;
    pid_t pid = fork();
    if (pid == -1) {
        perror("fork");
        exit(1);
    }
    if (pid == 0)
        exit(t->run());
    if (waitpid(pid, &status, 0) == -1) {
        perror("waitpid");
        exit(1);
    }
    int code = WEXITSTATUS(status);
    printf("%-8s %s (%d)\n", t->name, code == 0 ? "passed" : "FAILED", code);
    fflush(stdout);
    return code == 0;
}

int main(void)
{
    struct test tests[] = { { "ok", ok }, { "fails", fails }, { "crashes", crashes } };
    int passed = 0;
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        passed += judge(&tests[i]);
    printf("%d of 3 passed\n", passed);
    return 0;
}
