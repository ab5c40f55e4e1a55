/* A zombie: a child that has exited but was not waited for.
 * Watch: it can still be signalled, since its entry in the process table exists until wait has collected the status. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int status;
    pid_t pid = fork();

    if (pid == 0)
        _exit(3);
    sleep(1);
    printf("kill(zombie, 0) = %d: the process is dead but still there\n", kill(pid, 0));
    printf("wait found the child: %s\n", wait(&status) == pid ? "yes" : "no");
    printf("its exit status was %d\n", WEXITSTATUS(status));
    printf("kill again = %d: ", kill(pid, 0));
    printf("%s\n", strerror(errno));
    printf("wait again = %d: ", (int)wait(NULL));
    printf("%s\n", strerror(errno));
    return 0;
}
