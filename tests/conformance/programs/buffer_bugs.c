// Mistakes that everybody makes once: output twice after fork, output lost by _exit, the forgotten close.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void show(const char *what)
{
    char line[100];
    FILE *f = fopen("bug.txt", "r");
    printf("%s:\n", what);
    while (fgets(line, sizeof line, f))
        printf("    %s", line);
    fclose(f);
    fflush(stdout);
    unlink("bug.txt");
}

static void in_child(void (*f)(void))
{
    fflush(stdout);
    if (fork() == 0) {
        freopen("bug.txt", "w", stdout);
        f();
        exit(0);
    }
    wait(NULL);
}

static void twice(void)
{
    printf("hello\n");
    if (fork() == 0)
        exit(0);
    wait(NULL);
}

static void flushed(void)
{
    printf("hello\n");
    fflush(stdout);
    if (fork() == 0)
        exit(0);
    wait(NULL);
}

static void lost(void)
{
    printf("this is lost\n");
    write(1, "this is not\n", 12);
    _exit(0);
}

static void before_exec(void)
{
    printf("lost by exec\n");
    execlp("echo", "echo", "from echo", (char *)NULL);
}

static void mixed(void)
{
    printf("printf first\n");
    write(1, "write second\n", 13);
}

static void loop(void)
{
    for (int i = 0; i < 3; i++) {
        printf("%d ", i);
        fork();
    }
    while (wait(NULL) > 0)
        ;
    printf("\n");
}

int main(void)
{
    in_child(twice);
    show("fork with a full buffer");
    in_child(flushed);
    show("flushed before fork");
    in_child(lost);
    show("_exit");
    in_child(before_exec);
    show("exec");
    in_child(mixed);
    show("printf and write");
    in_child(loop);
    show("fork in a loop");
    return 0;
}
