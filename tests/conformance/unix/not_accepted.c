// /proc/net/unix: the end of a connection that nobody has accepted yet is being connected.
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void show(const char *when)
{
    FILE *table = fopen("/proc/net/unix", "r");
    char line[256], path[128];
    unsigned refs, protocol, flags, type, state;
    int states[8] = {0};
    while (fgets(line, sizeof line, table))
        if (sscanf(line, "%*s %x %x %x %x %x %*u %127s", &refs, &protocol, &flags, &type, &state, path) == 6 &&
            !strcmp(path, "not_accepted.socket") && state < 8)
            states[state]++;
    fclose(table);
    printf("%s: unconnected %d, connecting %d, connected %d\n", when, states[1], states[2], states[3]);
}

int main(void)
{
    struct sockaddr_un name = {AF_UNIX, "not_accepted.socket"};
    int listener = socket(AF_UNIX, SOCK_STREAM, 0), client = socket(AF_UNIX, SOCK_STREAM, 0);
    bind(listener, (void *)&name, sizeof name);
    listen(listener, 4);
    show("listening");
    connect(client, (void *)&name, sizeof name);
    show("waiting");
    int served = accept(listener, NULL, NULL);
    show("accepted");
    close(served);
    return 0;
}
