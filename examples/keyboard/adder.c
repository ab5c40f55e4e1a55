/* Adds up numbers typed at a terminal. Ctrl+C begins anew, Ctrl+Z stops it as a shell's job, Ctrl+D ends it.
 * Watch: the line discipline makes signals and lines of the keys; read() never sees the Ctrl+C. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t again;

static void on_interrupt(int sig)
{
    again = 1;
}

int main(void)
{
    struct sigaction action = {.sa_handler = on_interrupt}; /* no SA_RESTART: read() returns */
    char line[100];
    long sum = 0;
    ssize_t n;
    sigaction(SIGINT, &action, NULL);
    if (!isatty(STDIN_FILENO))
        return 1;
    for (;;) {
        dprintf(STDOUT_FILENO, "%ld + ", sum);
        n = read(STDIN_FILENO, line, sizeof line - 1);
        if (n > 0) {
            line[n] = '\0';
            sum += atol(line);
        } else if (n < 0 && errno == EINTR && again) {
            again = 0;
            sum = 0;
            dprintf(STDOUT_FILENO, "\n");
        } else {
            break;
        }
    }
    dprintf(STDOUT_FILENO, "end: %ld\n", sum);
    return 0;
}
