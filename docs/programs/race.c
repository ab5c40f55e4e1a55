/* Four children write a letter three times each. Who is when is the scheduler's business. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    for (int i = 0; i < 4; i++) {
        if (fork() == 0) {
            for (int k = 0; k < 3; k++) {
                write(1, &"ABCD"[i], 1);
                usleep(0);
            }
            _exit(0);
        }
    }
    while (wait(NULL) > 0)
        ;
    puts("");
    return 0;
}
