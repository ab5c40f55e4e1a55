/* The client on another host: browser HOST PATH... fetches each page and prints it. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <netdb.h>
#include <sys/socket.h>

int main(int argc, char **argv)
{
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *server;
    int error = getaddrinfo(argv[1], "8080", &hints, &server);
    if (error) {
        fprintf(stderr, "%s: %s\n", argv[1], gai_strerror(error));
        return 1;
    }
    for (int i = 2; i < argc; i++) {
        char text[4000];
        ssize_t n;
        int s = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(s, server->ai_addr, server->ai_addrlen) < 0) {
            perror("connect");
            return 1;
        }
        n = snprintf(text, sizeof text, "GET %s HTTP/1.0\r\n\r\n", argv[i]);
        write(s, text, n);
        size_t have = 0;
        while ((n = read(s, text + have, sizeof text - 1 - have)) > 0)
            have += n;
        text[have] = 0;
        close(s);
        char *body = strstr(text, "\r\n\r\n");
        printf("%s -> %.*s\n%s", argv[i], (int)strcspn(text, "\r"), text, body ? body + 4 : "");
    }
    freeaddrinfo(server);
    return 0;
}
