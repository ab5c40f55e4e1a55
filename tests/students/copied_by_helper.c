/* says: copied_by_helper.c | sets 'result' | fork() */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>
static void work(int *out) { *out = 7; }
int main(void) {
    int result = 0;
    pid_t p = fork();
    if (p == 0) { work(&result); exit(0); }
    waitpid(p, NULL, 0);
    printf("result %d\n", result);
    return 0;
}
