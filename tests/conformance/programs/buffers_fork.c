// What buffers do at fork, exec and exit.
#include <stdio.h>
#include <unistd.h>
#include <sys/wait.h>
#include <stdlib.h>
int main()
{
    printf("before fork ");
    if (fork() == 0) {
        printf("child\n");
        exit(0);
    }
    wait(0);
    printf("parent\n");
    write(1, "raw\n", 4);
    fprintf(stderr, "err\n");
    printf("lost?");
    fflush(stdout);
    if (!fork()) {
        printf("never seen");
        _exit(1);
    }
    wait(NULL);
    if (!fork()) {
        printf("A");
        execl("/bin/echo", "echo", "exec drops buffer", NULL);
    }
    wait(0);
    puts("end");
    atexit(({
        void f(void);
        f;
    }));
    return 0;
}
void f(void)
{
    puts("atexit");
}
