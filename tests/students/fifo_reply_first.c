/* says: pid 2 waits for pid 3 to open the FIFO requests for writing, pid 3 waits for pid 2 to open the FIFO reply.3 for writing | open the FIFOs in the same order in both processes */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
/* The server learns from the request which FIFO is for the reply. */
static void client(void)
{
    char name[32], answer[32];
    snprintf(name, sizeof name, "reply.%d", getpid());
    mkfifo(name, 0600);
    int in = open(name, O_RDONLY);
    int out = open("requests", O_WRONLY);
    write(out, name, strlen(name) + 1);
    ssize_t n = read(in, answer, sizeof answer);
    printf("%.*s\n", (int)n, answer);
    exit(0);
}
int main(void)
{
    mkfifo("requests", 0600);
    if (fork() == 0)
        client();
    char name[32];
    int in = open("requests", O_RDONLY);
    if (read(in, name, sizeof name) <= 0)
        return 1;
    int out = open(name, O_WRONLY);
    write(out, "done", 4);
    wait(NULL);
    return 0;
}
