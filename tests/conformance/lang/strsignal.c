// The name of every signal.
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
    for (int i = 0; i <= 65; i++)
        if (i != 32 && i != 33)
            printf("%d %s\n", i, strsignal(i));
    printf("%s\n", strsignal(-1));
    fflush(stdout);
    dup2(1, 2);
    psignal(SIGINT, "got");
    psignal(SIGCHLD, "");
    psignal(SIGSEGV, NULL);
    return 0;
}
