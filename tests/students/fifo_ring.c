/* says: pid 3 waits for pid 5 to open the FIFO ring0 for writing, pid 5 waits for pid 4 to open the FIFO ring2 for writing, pid 4 waits for pid 3 | pid 3 for example the FIFO ring1 for writing before the FIFO ring0 for reading | not: same order in both */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#define N 3
static char name[N][16];
static int open_in(int i) { int fd = open(name[i], O_RDONLY); if (fd < 0) { perror(name[i]); exit(1); } return fd; }
static int open_out(int i) { int fd = open(name[(i + 1) % N], O_WRONLY); if (fd < 0) { perror("out"); exit(1); } return fd; }
static void node(int i)
{
    int in = open_in(i), out = open_out(i), token = 0;
    if (i != 0 && read(in, &token, sizeof token) != sizeof token) exit(1);
    token++;
    if (write(out, &token, sizeof token) != sizeof token) exit(1);
    if (i == 0) {
        if (read(in, &token, sizeof token) != sizeof token) exit(1);
        printf("token %d\n", token);
    }
    exit(0);
}
int main(void)
{
    for (int i = 0; i < N; i++) { snprintf(name[i], 16, "ring%d", i); unlink(name[i]); if (mkfifo(name[i], 0600)) { perror("mkfifo"); return 1; } }
    for (int i = 0; i < N; i++) if (fork() == 0) node(i);
    for (int i = 0; i < N; i++) wait(NULL);
    for (int i = 0; i < N; i++) unlink(name[i]);
    return 0;
}
