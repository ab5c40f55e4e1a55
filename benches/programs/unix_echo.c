/* n times: connect to a Unix socket, send 16 bytes, get them back, close. */
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    long n = atol(argv[1]);
    struct sockaddr_un a = {AF_UNIX, "\0forklore-bench"};
    socklen_t len = sizeof(sa_family_t) + 15;
    char buf[16] = "sixteen letters";
    int l = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(l, (struct sockaddr *)&a, len) || listen(l, 64))
        return 1;
    if (fork() == 0) {
        for (long i = 0; i < n; i++) {
            int c = accept(l, NULL, NULL);
            if (read(c, buf, 16) != 16 || write(c, buf, 16) != 16)
                _exit(1);
            close(c);
        }
        _exit(0);
    }
    for (long i = 0; i < n; i++) {
        int s = socket(AF_UNIX, SOCK_STREAM, 0);
        if (connect(s, (struct sockaddr *)&a, len) || write(s, buf, 16) != 16 || read(s, buf, 16) != 16)
            return 1;
        close(s);
    }
    wait(NULL);
    return 0;
}
