/* SIGBUS: an access to an address that is not a multiple of the value's size.
 * Watch: x86-64 allows it, so Linux there reads the value. Strict machines don't: `sim run --strict-alignment misaligned.c`
 * sends SIGBUS, as they do. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    static char bytes[16];
    int value = 42;
    memcpy(bytes + 1, &value, sizeof value);
    fflush(stdout);
    if (fork() == 0) {
        volatile int *p = (volatile int *)(bytes + 1);
        _exit(*p);
    }
    int status;
    wait(&status);
    if (WIFEXITED(status)) printf("the machine allows it: read %d\n", WEXITSTATUS(status));
    if (WIFSIGNALED(status)) printf("the child was killed: %s\n", strsignal(WTERMSIG(status)));
    return 0;
}
