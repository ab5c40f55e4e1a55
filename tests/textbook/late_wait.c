#include <stdio.h>
#include <unistd.h>
#include <sys/wait.h>
/* correct: parent works (sleeps) and reaps later */
int main(void) {
    for (int i = 0; i < 3; i++) if (fork() == 0) _exit(i);
    sleep(2);
    int s = 0, st; while (wait(&st) > 0) s += WEXITSTATUS(st);
    printf("%d\n", s);
    return 0;
}
