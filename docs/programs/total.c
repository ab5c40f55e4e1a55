#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

struct item { int value; struct item *next; };

static int total(struct item *list)
{
    int sum = 0;

    do {
        sum += list->value;
        list = list->next;
    } while (sum != 0);
    return sum;
}

int main(void)
{
    struct item last = { 4, NULL };
    struct item first = { 3, &last };

    if (fork() == 0)
        exit(total(&first));
    wait(NULL);
    return 0;
}
