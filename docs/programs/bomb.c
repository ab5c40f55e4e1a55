/* Every process forks for ever. */
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    for (;;)
        if (fork() < 0) {
            perror("fork");
            /* No more processes: wait for nothing. */
            pause();
        }
}
