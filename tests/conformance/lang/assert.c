// conformance: exit=134
// assert: passes, then aborts; the buffered output before it was flushed by the program.
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static int calls;

static int check(int v)
{
    calls++;
    return v;
}

int main(void)
{
    struct rlimit none = {0, 0};
    int p[2], status;
    char text[300];
    setrlimit(RLIMIT_CORE, &none);
    assert(check(1));
    assert(calls == 1 && "a message");
    printf("passed, calls %d\n", calls);
    fflush(stdout);
    pipe(p);
    if (fork() == 0) {
        dup2(p[1], 2);
        assert(calls == 2);
    }
    close(p[1]);
    int n = read(p[0], text, sizeof text - 1);
    text[n < 0 ? 0 : n] = 0;
    wait(&status);
    char *colon = strstr(text, "main:");
    printf("killed by %d, message: %s", WTERMSIG(status), colon ? colon : text);
    printf("names the file and line: %d\n", strstr(text, "assert.c:") != NULL);
    fflush(stdout);
    printf("this is lost\n");
    close(2);
    assert(0);
    return 0;
}
