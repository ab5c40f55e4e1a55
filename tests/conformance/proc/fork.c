// What fork returns and copies: PROC-01 to PROC-05.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static int global = 1;

int main(void)
{
    int local = 2;
    int *heap = malloc(sizeof *heap);
    char text[] = "parent";
    *heap = 3;
    int *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int *private = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    shared[0] = shared[1] = 4;
    *private = 5;

    pid_t me = getpid();
    pid_t pid = fork();
    if (pid == 0) {
        shared[1] = getppid() == me;
        shared[2] = getpid() != me;
        shared[3] = getpid();
        global = 10, local = 20, *heap = 30, *shared = 40, *private = 50;
        strcpy(text, "child");
        _exit(0);
    }
    wait(NULL);
    printf("PROC-01 fork in the parent gave a positive number: %d, the child's pid: %d\n", pid > 0, pid == shared[3]);
    printf("PROC-01 the child, where it gave 0, has another pid: %d\n", shared[2]);
    printf("PROC-02 the child's getppid() is the parent's pid: %d\n", shared[1]);
    printf("PROC-03 after the child wrote: global %d, local %d, heap %d, array %s\n", global, local, *heap, text);
    printf("PROC-04 MAP_SHARED|MAP_ANONYMOUS: %d\n", *shared);
    printf("PROC-05 MAP_PRIVATE|MAP_ANONYMOUS: %d\n", *private);

    fflush(stdout);
    if (fork() == 0) {
        printf("PROC-03 a child starts with: global %d, local %d, heap %d, array %s\n", global, local, *heap, text);
        exit(0);
    }
    wait(NULL);
    return 0;
}
