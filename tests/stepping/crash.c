/* Children that die in several ways, then the program itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <unistd.h>
#include <sys/wait.h>
struct node { int value; struct node *next; };
static int sum(struct node *n)
{
    int total = 0;
    for (;;) {
        total += n->value;
        n = n->next;
    }
}
int main(int argc, char **argv)
{
    struct node a = { 3, NULL };
    void (*nowhere)(void) = NULL;
    char *text = "text";
    int fd[2], zero = argc - 1;

    (void)argv;
    printf("start\n");
    fflush(stdout);
    if (fork() == 0)
        exit(5 / zero);
    wait(NULL);
    if (fork() == 0)
        abort();
    wait(NULL);
    if (fork() == 0)
        *text = 'T';
    wait(NULL);
    if (fork() == 0)
        nowhere();
    wait(NULL);
    pipe(fd);
    close(fd[0]);
    if (fork() == 0)
        write(fd[1], "x", 1);
    wait(NULL);
    printf("%d\n", sum(&a));
}
