// The environment, changed, passed on and replaced.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>
extern char **environ;
int main(int argc, char *argv[], char *envp[])
{
    clearenv();
    setenv("A", "1", 1);
    setenv("A", "2", 0);
    putenv("B=two");
    printf("%s %s %s\n", getenv("A"), getenv("B"), getenv("NOPE") ? "set" : "unset");
    unsetenv("A");
    for (char **e = environ; *e; e++)
        puts(*e);
    fflush(stdout);
    if (!fork()) {
        char *env[] = {"X=1", "PATH=/bin:/usr/bin", NULL};
        execle("/bin/sh", "sh", "-c", "echo $X; echo ${B:-none}", NULL, env);
        _exit(1);
    }
    wait(0);
    if (!fork()) {
        execlp("sh", "sh", "-c", "echo B is $B", (char *)0);
        perror("execlp");
        _exit(1);
    }
    int st;
    wait(&st);
    printf("%d\n", WEXITSTATUS(st));
    printf("%d\n", setenv("", "x", 1));
    printf("%d\n", setenv("a=b", "x", 1));
    perror("setenv");
    FILE *p = popen("echo from popen; exit 3", "r");
    char b[64];
    while (fgets(b, 64, p))
        fputs(b, stdout);
    st = pclose(p);
    printf("%d\n", WEXITSTATUS(st));
    printf("%d %d\n", WEXITSTATUS(system("exit 7")), system(NULL) != 0);
    st = system("kill -9 $$");
    printf("%d %d\n", WIFSIGNALED(st), WTERMSIG(st));
    return 0;
}
