/* So many client processes at once, each with its own connection; n requests in all, served in turn. */
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    long n = atol(argv[1]), clients = atol(argv[2]);
    struct sockaddr_un a = {AF_UNIX, "\0forklore-many"};
    socklen_t len = sizeof(sa_family_t) + 14;
    struct rlimit r = {4096, 4096};
    setrlimit(RLIMIT_NOFILE, &r);
    int *fd = malloc(clients * sizeof *fd), l = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(l, (struct sockaddr *)&a, len) || listen(l, 4096))
        return 1;
    for (long i = 0; i < clients; i++)
        if (fork() == 0) {
            char c;
            close(l);
            int s = socket(AF_UNIX, SOCK_STREAM, 0);
            if (connect(s, (struct sockaddr *)&a, len))
                _exit(1);
            while (read(s, &c, 1) == 1 && write(s, &c, 1) == 1)
                ;
            _exit(0);
        }
    for (long i = 0; i < clients; i++)
        fd[i] = accept(l, NULL, NULL);
    for (long i = 0; i < n; i++) {
        char c = 'x';
        int s = fd[i % clients];
        if (write(s, &c, 1) != 1 || read(s, &c, 1) != 1)
            return 1;
    }
    for (long i = 0; i < clients; i++)
        close(fd[i]);
    for (long i = 0; i < clients; i++)
        wait(NULL);
    return 0;
}
