/* says: copied_return.c:14 as if it were shared | exit status */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>
int main(void) {
    int result = 0;
    pid_t p = fork();
    if (p == 0) {
        result = 7;
        return 0;
    }
    waitpid(p, NULL, 0);
    printf("result %d\n", result);
    return 0;
}
