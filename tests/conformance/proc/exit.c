// Exit statuses, and what becomes of the bytes in stdio buffers: PROC-11 to PROC-16.
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static int status_of(int code)
{
    int status;
    fflush(stdout);
    if (fork() == 0)
        _exit(code);
    wait(&status);
    return WEXITSTATUS(status);
}

enum how { EXIT_NOFLUSH, EXIT, RETURN, FORKED, KILLED, ABORTED };

static int child(enum how how)
{
    printf("A");
    switch (how) {
    case EXIT_NOFLUSH:
        _exit(0);
    case EXIT:
        exit(0);
    case FORKED:
        if (fork() == 0)
            printf("B");
        else
            wait(NULL), printf("C");
        exit(0);
    case KILLED:
        raise(SIGKILL);
    case ABORTED:
        abort();
    case RETURN:
        break;
    }
    return 7;
}

int main(void)
{
    static const char *const names[] = {"PROC-12 _exit",         "PROC-13 exit",    "PROC-13 return from main",
                                        "PROC-14 fork, then exit", "PROC-15 SIGKILL", "PROC-16 abort"};
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    printf("PROC-11 _exit(300): %d\n", status_of(300));
    printf("PROC-11 _exit(256): %d\n", status_of(256));
    printf("PROC-11b _exit(-1): %d\n", status_of(-1));

    for (int how = EXIT_NOFLUSH; how <= ABORTED; how++) {
        int p[2], status;
        char got[20] = "";
        pipe(p);
        fflush(stdout);
        if (fork() == 0) {
            dup2(p[1], 1);
            close(p[0]);
            close(p[1]);
            return child(how);
        }
        close(p[1]);
        int n = 0, r;
        while ((r = read(p[0], got + n, sizeof got - 1 - n)) > 0)
            n += r;
        close(p[0]);
        wait(&status);
        printf("%s: arrived '%s', ", names[how], got);
        if (WIFEXITED(status))
            printf("exit status %d\n", WEXITSTATUS(status));
        else
            printf("killed by SIGKILL %d, by SIGABRT %d\n", WTERMSIG(status) == SIGKILL, WTERMSIG(status) == SIGABRT);
    }
    return 0;
}
