/* says: of 600000 bytes here | [short-count] */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#define SIZE 600000
int main(void) {
    int sv[2];
    socketpair(AF_UNIX, SOCK_STREAM, 0, sv);
    fcntl(sv[0], F_SETFL, fcntl(sv[0], F_GETFL) | O_NONBLOCK);
    char *blob = malloc(SIZE);
    memset(blob, 'x', SIZE);
    if (fork() == 0) {
        close(sv[0]);
        char b[4096]; long total = 0; ssize_t n;
        while ((n = read(sv[1], b, sizeof b)) > 0) total += n;
        printf("received %s\n", total == SIZE ? "all" : "part");
        exit(0);
    }
    close(sv[1]);
    if (send(sv[0], blob, SIZE, 0) == -1) { perror("send"); return 1; }
    close(sv[0]);
    wait(NULL);
    free(blob);
    return 0;
}
