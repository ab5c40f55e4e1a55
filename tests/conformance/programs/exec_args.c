// All the forms of exec, with arguments and environments; the program executes itself.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static int show(int argc, char **argv)
{
    printf("  argc %d:", argc - 2);
    for (int i = 2; i < argc; i++)
        printf(" [%s]", argv[i]);
    char *v = getenv("COLOUR");
    printf(", COLOUR %s\n", v ? v : "unset");
    return argc;
}

int main(int argc, char **argv)
{
    if (argc > 1 && !strcmp(argv[1], "show"))
        return show(argc, argv);

    char *self = argv[0];
    char *list[] = {"name", "show", "one", "two words", "", NULL};
    char *env[] = {"COLOUR=red", NULL};
    static const char *const forms[] = {"execl", "execv", "execle", "execve", "execlp", "execvp"};
    setenv("COLOUR", "blue", 1);
    for (int i = 0; i < 6; i++) {
        int status;
        printf("%s\n", forms[i]);
        fflush(stdout);
        if (fork() == 0) {
            switch (i) {
            case 0:
                execl(self, "name", "show", "a", "b", (char *)NULL);
                break;
            case 1:
                execv(self, list);
                break;
            case 2:
                execle(self, "name", "show", "x", (char *)NULL, env);
                break;
            case 3:
                execve(self, list, env);
                break;
            case 4:
                execlp("sh", "sh", "-c", "echo \"  shell: $0 $1 $COLOUR\"", "zero", "first", (char *)NULL);
                break;
            case 5:
                execvp("echo", (char *[]){"echo", "  echo:", "a  b", "c", NULL});
            }
            _exit(99);
        }
        wait(&status);
        printf("  returned %d\n", WEXITSTATUS(status));
    }
    return 0;
}
