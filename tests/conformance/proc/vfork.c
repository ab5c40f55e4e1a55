// vfork: PROC-29. The child runs first and in the parent's memory until it calls _exit or exec.
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int shared = 1;

int main(void)
{
    int status;
    pid_t me = getpid();
    setvbuf(stdout, NULL, _IONBF, 0);
    pid_t pid = vfork();
    if (pid == 0) {
        shared = 1 + (getppid() == me);
        usleep(50000);
        shared += 10;
        _exit(3);
    }
    printf("PROC-29 the parent goes on after the child's _exit and sees its store: %d\n", shared);
    pid_t got = waitpid(pid, &status, 0);
    printf("PROC-29 waitpid gives the child: %d, exit status %d\n", got == pid, WEXITSTATUS(status));

    pid = vfork();
    if (pid == 0) {
        execl("/bin/sh", "sh", "-c", "exit 9", (char *)NULL);
        _exit(127);
    }
    waitpid(pid, &status, 0);
    printf("PROC-29 vfork and exec: exit status %d\n", WEXITSTATUS(status));

    pid = vfork();
    if (pid == 0) {
        execl("./not-there", "x", (char *)NULL);
        shared = 77;
        _exit(127);
    }
    waitpid(pid, &status, 0);
    printf("PROC-29 vfork and an exec that fails: exit status %d, store seen %d\n", WEXITSTATUS(status), shared);
    return 0;
}
