/* A server that starts a child for every request.
 *
 * What I expected: a child that has ended is gone.
 * What happens: they are all still in the process table, and one day fork() fails. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/types.h>

#define REQUESTS 8

static void answer(int request)
{
    (void)request;
    _exit(0);
}

/* The letter in /proc/PID/stat: R, S, Z; ' ' if there is no such process. */
static char state_of(pid_t pid)
{
    char name[64], state = ' ';
    FILE *f;
    snprintf(name, sizeof name, "/proc/%d/stat", (int)pid);
    f = fopen(name, "r");
    if (f == NULL)
        return ' ';
    if (fscanf(f, "%*d %*s %c", &state) != 1)
        state = ' ';
    fclose(f);
    return state;
}

int main(void)
{
    pid_t children[REQUESTS];
    int zombies = 0;

    for (int i = 0; i < REQUESTS; i++) {
        children[i] = fork();
        if (children[i] < 0) {
            perror("fork");
            return 1;
        }
        if (children[i] == 0)
            answer(i);
        usleep(100000);                     /* until the next request comes */
    }
    for (int i = 0; i < REQUESTS; i++)
        zombies += state_of(children[i]) == 'Z';
    printf("%d requests answered, %d zombies\n", REQUESTS, zombies);
    return 0;
}
