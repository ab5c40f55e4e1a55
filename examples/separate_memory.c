/* Processes share no memory: after fork parent and child have identical but separate images.
 * Watch: the same address, &counter, holds another value in each of them. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int counter = 1;

int main(void)
{
    int *heap = malloc(sizeof *heap);
    int *before = &counter;

    *heap = 10;
    if (fork() == 0) {
        counter += 100;
        *heap += 100;
        printf("child:  counter = %d, heap = %d, same address: %s\n", counter, *heap, before == &counter ? "yes" : "no");
        return 0;
    }
    wait(NULL);
    printf("parent: counter = %d, heap = %d: the child's changes are not seen\n", counter, *heap);
    return 0;
}
