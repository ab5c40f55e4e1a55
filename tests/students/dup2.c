/* says: before it executes wc; also fd 4 in pid 2, which never wrote there | [open-end] */
/* "ls | wc"-like with dup2, original descriptors never closed in the consumer (exec'ed wc) */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void) {
    int ends[2];
    if (pipe(ends) == -1) { perror("pipe"); return 1; }
    pid_t producer = fork();
    if (producer == 0) {
        dup2(ends[1], STDOUT_FILENO);
        execlp("echo", "echo", "hello world", (char *)NULL);
        perror("echo"); _exit(127);
    }
    pid_t consumer = fork();
    if (consumer == 0) {
        dup2(ends[0], STDIN_FILENO);
        execlp("wc", "wc", "-w", (char *)NULL);
        perror("wc"); _exit(127);
    }
    waitpid(producer, NULL, 0);
    waitpid(consumer, NULL, 0);
    puts("shell: done");
    return 0;
}
