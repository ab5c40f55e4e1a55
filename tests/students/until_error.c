/* says: read() found the end here: it returned 0, and none of 16 bytes came, and only an error was looked for */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>
typedef struct { int id; double price; } item;
int main(void)
{
    int fd[2];
    pipe(fd);
    pid_t pid = fork();
    if (pid == 0) {
        close(fd[0]);
        for (int i = 0; i < 3; i++) {
            item it = { i, i * 1.5 };
            write(fd[1], &it, sizeof it);
        }
        exit(0);
    }
    close(fd[1]);
    item it;
    int count = 0;
    while (read(fd[0], &it, sizeof it) != -1 && count < 5) {
        printf("item %d %.2f\n", it.id, it.price);
        count++;
    }
    wait(NULL);
    return 0;
}
