/* says: only process that ever had this pipe, made at own_pipes.c:10 | call pipe() before fork() */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
struct talk { int rd; int wr; };
static struct talk open_talk(void) {
    int p[2];
    if (pipe(p) != 0) { perror("pipe"); exit(1); }
    return (struct talk){ p[0], p[1] };
}
int main(void) {
    pid_t kid = fork();
    struct talk t = open_talk();
    if (kid == 0) {
        close(t.rd);
        const char *msg = "result=42";
        write(t.wr, msg, strlen(msg));
        close(t.wr);
        _exit(0);
    }
    close(t.wr);
    char buf[64] = "";
    ssize_t n = read(t.rd, buf, sizeof buf - 1);
    printf("parent got %zd bytes: '%s'\n", n, buf);
    waitpid(kid, NULL, 0);
    return 0;
}
