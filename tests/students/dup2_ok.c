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
        dup2(ends[1], STDOUT_FILENO); close(ends[0]); close(ends[1]);
        execlp("echo", "echo", "hello world", (char *)NULL);
        perror("echo"); _exit(127);
    }
    pid_t consumer = fork();
    if (consumer == 0) {
        dup2(ends[0], STDIN_FILENO); close(ends[0]); close(ends[1]);
        execlp("wc", "wc", "-w", (char *)NULL);
        perror("wc"); _exit(127);
    }
    close(ends[0]); close(ends[1]);
    waitpid(producer, NULL, 0);
    waitpid(consumer, NULL, 0);
    puts("shell: done");
    return 0;
}
