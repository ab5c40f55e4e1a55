// The environment: getenv, setenv, putenv, unsetenv, environ, clearenv, and through exec.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *get(const char *name)
{
    const char *v = getenv(name);
    return v ? v : "(none)";
}

static int count(void)
{
    int n = 0;
    while (environ && environ[n])
        n++;
    return n;
}

int main(int argc, char **argv, char **envp)
{
    if (argc > 1) {
        printf("after exec: %d variables:", count());
        for (char **e = envp; *e; e++)
            printf(" %s", *e);
        printf("\n");
        return 0;
    }
    printf("%d\n", envp == environ);
    clearenv();
    printf("%d %s\n", count(), get("PATH"));
    printf("%d", setenv("A", "1", 0));
    printf(" %s\n", get("A"));
    printf("%d ", setenv("A", "2", 0));
    printf("%s\n", get("A"));
    printf("%d ", setenv("A", "3", 1));
    printf("%s %d\n", get("A"), count());
    int r = setenv("", "x", 1);
    printf("%d %s\n", r, strerror(errno));
    printf("%d\n", setenv("B=C", "x", 1));
    static char own[] = "OWN=first";
    putenv(own);
    printf("%s\n", get("OWN"));
    strcpy(own + 4, "later");
    printf("%s\n", get("OWN"));
    setenv("EMPTY", "", 1);
    printf("[%s] %d\n", get("EMPTY"), count());
    printf("%d", unsetenv("A"));
    printf(" %s %d\n", get("A"), count());
    printf("%d %s\n", unsetenv("NOT"), get("not"));
    putenv("OWN");
    printf("%s\n", get("OWN"));
    for (int i = 0; i < 20; i++) {
        char name[10];
        sprintf(name, "V%d", i);
        setenv(name, name, 1);
    }
    printf("%d %s %s\n", count(), get("V0"), get("V19"));
    fflush(stdout);
    if (fork() == 0) {
        char *const env[] = {"X=1", "Y=two words", NULL};
        execle(argv[0], argv[0], "show", (char *)NULL, env);
        _exit(1);
    }
    wait(NULL);
    clearenv();
    setenv("KEPT", "yes", 1);
    if (fork() == 0) {
        execl(argv[0], argv[0], "show", (char *)NULL);
        _exit(1);
    }
    wait(NULL);
    return 0;
}
