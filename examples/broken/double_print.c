/* Splits an array in two halves and lets a child add up one of them.
 *
 * What I expected: the heading is printed once, because printf is called once.
 * What happens: on the terminal that is so; in a file, or through a pipe, it is there twice. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>

#define N 10

static int add(const int *a, int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++)
        sum += a[i];
    return sum;
}

int main(void)
{
    int numbers[N];
    int status;
    pid_t child;

    for (int i = 0; i < N; i++)
        numbers[i] = i + 1;
    printf("adding %d numbers with two processes\n", N);
    child = fork();
    if (child < 0) {
        perror("fork");
        return 1;
    }
    if (child == 0) {
        int half = add(numbers + N / 2, N / 2);
        exit(half);
    }
    if (waitpid(child, &status, 0) < 0) {
        perror("waitpid");
        return 1;
    }
    printf("sum: %d\n", add(numbers, N / 2) + WEXITSTATUS(status));
    return 0;
}
