// Children sleep as long as their number says and print; sorted by time.
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    static const int v[] = {7, 2, 9, 4, 1, 6, 3};
    for (unsigned i = 0; i < sizeof v / sizeof *v; i++)
        if (fork() == 0) {
            usleep(v[i] * 60000);
            printf("%d\n", v[i]);
            exit(0);
        }
    while (wait(NULL) > 0)
        ;
    printf("done\n");
    return 0;
}
