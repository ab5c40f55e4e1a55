/* Why is it printed twice?
 * Watch: printf only fills a buffer in the process's memory; fork copies the buffer with everything else, and both
 * processes flush theirs at exit. write goes to the kernel at once and comes first, and once. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    printf("printf before fork, ");
    write(1, "write before fork\n", 18);
    if (fork() == 0) {
        printf("child\n");
        return 0;
    }
    wait(NULL);
    printf("parent\n");
    return 0;
}
