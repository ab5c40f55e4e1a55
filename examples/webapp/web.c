/* The web server: answers HTTP requests over TCP. Pages under www/ it sends itself; what begins with /app/ it posts to
   the application server's message queue, and sends what comes back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include "request.h"

static void respond(int client, const char *status, const char *body)
{
    char head[200];
    int n = snprintf(head, sizeof head, "HTTP/1.0 %s\r\nContent-Length: %zu\r\n\r\n", status, strlen(body));
    write(client, head, n);
    write(client, body, strlen(body));
}

/* A page that lies in a file. */
static void static_page(int client, const char *path)
{
    char name[200], body[4000];
    snprintf(name, sizeof name, "www%s", strcmp(path, "/") == 0 ? "/index.html" : path);
    FILE *file = strstr(path, "..") ? NULL : fopen(name, "r");
    if (file == NULL) {
        respond(client, "404 Not Found", "no such page\n");
        return;
    }
    size_t n = fread(body, 1, sizeof body - 1, file);
    body[n] = 0;
    fclose(file);
    respond(client, "200 OK", body);
}

/* A page that the application server makes. */
static void dynamic_page(int client, int queue, const char *request)
{
    struct message m = {REQUESTS, getpid(), ""};
    snprintf(m.text, sizeof m.text, "%s", request);
    if (msgsnd(queue, &m, MESSAGE_SIZE, 0) < 0 || msgrcv(queue, &m, MESSAGE_SIZE, getpid(), 0) < 0)
        respond(client, "500 Internal Server Error", "the application server is not there\n");
    else
        respond(client, "200 OK", m.text);
}

int main(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(8080)};
    int one = 1, queue = msgget(QUEUE_KEY, IPC_CREAT | 0600);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 8) < 0) {
        perror("web");
        return 1;
    }
    for (;;) {
        char line[300], path[200] = "/";
        int client = accept(listener, NULL, NULL);
        ssize_t n = read(client, line, sizeof line - 1);
        line[n > 0 ? n : 0] = 0;
        sscanf(line, "GET %199s", path);
        printf("web: GET %s\n", path);
        fflush(stdout);
        if (strncmp(path, "/app/", 5) == 0)
            dynamic_page(client, queue, path + 5);
        else
            static_page(client, path);
        close(client);
    }
}
