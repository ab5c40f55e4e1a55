/* So many client processes at once, each with its own connection; n requests in all, served in turn. With a third argument
   over TCP instead of Unix sockets. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    long n = atol(argv[1]), clients = atol(argv[2]);
    struct sockaddr_un local = {AF_UNIX, "\0forklore-many"};
    struct sockaddr_in inet = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int tcp = argc > 3, family = tcp ? AF_INET : AF_UNIX;
    struct sockaddr *a = tcp ? (struct sockaddr *)&inet : (struct sockaddr *)&local;
    socklen_t len = tcp ? sizeof inet : sizeof(sa_family_t) + 14;
    struct rlimit r = {4096, 4096};
    setrlimit(RLIMIT_NOFILE, &r);
    int *fd = malloc(clients * sizeof *fd), l = socket(family, SOCK_STREAM, 0);
    if (bind(l, a, len) || listen(l, 4096) || getsockname(l, a, &len))
        return 1;
    for (long i = 0; i < clients; i++)
        if (fork() == 0) {
            char c;
            close(l);
            int s = socket(family, SOCK_STREAM, 0);
            if (connect(s, a, len))
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
