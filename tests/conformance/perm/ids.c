// conformance: root
// User ids: what setuid and its relatives allow.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A result as text: the number, or -1 and why. */
static const char *res(long r)
{
    static char text[8][64];
    static int next;
    char *t = text[next++ % 8];
    if (r == -1)
        snprintf(t, 64, "-1 %s", strerror(errno));
    else
        snprintf(t, 64, "%ld", r);
    return t;
}

static void show(const char *what)
{
    uid_t r, e, s;
    getresuid(&r, &e, &s);
    printf("ids: %s: real %d, effective %d, saved %d\n", what, (int)r, (int)e, (int)s);
}

int main(void)
{
    setvbuf(stdout, NULL, _IONBF, 0);
    show("at the start");
    if (fork() == 0) {
        seteuid(1001);
        show("root, seteuid(1001)");
        seteuid(0);
        show("and back");
        setuid(1001);
        show("root, setuid(1001)");
        printf("ids: then seteuid(0): %s\n", res(seteuid(0)));
        printf("ids: setuid(1002): %s\n", res(setuid(1002)));
        printf("ids: setuid(1001): %s\n", res(setuid(1001)));
        _exit(0);
    }
    wait(NULL);
    if (fork() == 0) {
        setresuid(1001, 1002, 1003);
        show("setresuid(1001, 1002, 1003)");
        printf("ids: setuid(1003): %s\n", res(setuid(1003)));
        show("which changes only the effective one");
        printf("ids: setresuid(-1, 1001, -1): %s\n", res(setresuid(-1, 1001, -1)));
        show("then");
        printf("ids: setreuid(1003, -1): %s\n", res(setreuid(1003, -1)));
        printf("ids: setreuid(1001, 1003): %s\n", res(setreuid(1001, 1003)));
        show("then");
        _exit(0);
    }
    wait(NULL);
    if (fork() == 0) {
        setgid(1005);
        printf("ids: setgid(1005): real %d, effective %d\n", (int)getgid(), (int)getegid());
        setuid(1001);
        printf("ids: without privilege setgid(0): %s\n", res(setgid(0)));
        printf("ids: setegid(1005): %s\n", res(setegid(1005)));
        _exit(0);
    }
    wait(NULL);
    return 0;
}
