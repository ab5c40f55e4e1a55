// The client sends numbers and says by a half close that there are no more; the server answers with their sum.
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void serve(int l)
{
    for (int i = 0; i < 2; i++) {
        int c = accept(l, NULL, NULL), n = 0;
        long sum = 0, value;
        FILE *in = fdopen(dup(c), "r"), *out = fdopen(c, "w");
        while (fscanf(in, "%ld", &value) == 1) {
            sum += value;
            n++;
        }
        fprintf(out, "%d numbers, sum %ld\n", n, sum);
        fclose(in);
        fclose(out);
    }
    _exit(0);
}

int main(void)
{
    struct sockaddr_in6 a = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    socklen_t len = sizeof a;
    int l = socket(AF_INET6, SOCK_STREAM, 0);
    if (bind(l, (struct sockaddr *)&a, sizeof a) < 0)
        return puts("no IPv6"), 0;
    getsockname(l, (struct sockaddr *)&a, &len);
    listen(l, 1);
    if (fork() == 0)
        serve(l);
    for (int round = 0; round < 2; round++) {
        char buf[100];
        ssize_t n, have = 0;
        int c = socket(AF_INET6, SOCK_STREAM, 0);
        connect(c, (struct sockaddr *)&a, sizeof a);
        for (int i = 1; i <= 1000 * (round + 1); i++)
            dprintf(c, "%d\n", i);
        shutdown(c, SHUT_WR);
        while ((n = read(c, buf + have, sizeof buf - have)) > 0)
            have += n;
        printf("%.*s", (int)have, buf);
        close(c);
    }
    wait(NULL);
    return 0;
}
