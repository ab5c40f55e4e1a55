// An HTTP server that forks for each client, reaped by a handler, and its clients.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const struct {
    const char *ext;
    const char *type;
} types[] = {
    { ".html", "text/html" }, { ".txt", "text/plain" }, { ".png", "image/png" }, { NULL, NULL }
};

static const char *mime(const char *path)
{
    const char *dot = strrchr(path, '.');
    if (dot)
        for (int i = 0; types[i].ext; i++)
            if (!strcasecmp(dot, types[i].ext))
                return types[i].type;
    return "application/octet-stream";
}

static void reply(int fd, int code, const char *msg, const char *type, const char *fmt, ...)
{
    char body[1024], head[512];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(body, sizeof body, fmt, ap);
    va_end(ap);
    int h = snprintf(head, sizeof head,
                     "HTTP/1.0 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n",
                     code, msg, type, n);
    if (write(fd, head, h) != h || write(fd, body, n) != n)
        perror("write");
}

static int hexval(int c)
{
    return c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
}

static void urldecode(char *s)
{
    char *d = s;
    while (*s) {
        if (*s == '%' && s[1] && s[2]) {
            *d++ = hexval(s[1]) << 4 | hexval(s[2]);
            s += 3;
        } else if (*s == '+') {
            *d++ = ' ';
            s++;
        } else
            *d++ = *s++;
    }
    *d = 0;
}

static void handle(int fd)
{
    char buf[4096], method[16], uri[256], version[16];
    size_t len = 0;
    ssize_t n;
    while (len < sizeof buf - 1 && (n = read(fd, buf + len, sizeof buf - 1 - len)) > 0) {
        len += n;
        buf[len] = 0;
        if (strstr(buf, "\r\n\r\n"))
            break;
    }
    if (sscanf(buf, "%15s %255s %15s", method, uri, version) != 3) {
        reply(fd, 400, "Bad Request", "text/plain", "bad request\n");
        return;
    }
    char *q = strchr(uri, '?');
    if (q)
        *q++ = 0;
    urldecode(uri);
    if (strcmp(method, "GET") && strcmp(method, "HEAD")) {
        reply(fd, 501, "Not Implemented", "text/plain", "method %s\n", method);
        return;
    }
    if (strstr(uri, "..")) {
        reply(fd, 403, "Forbidden", "text/plain", "no\n");
        return;
    }
    if (q) {
        reply(fd, 200, "OK", "text/plain", "query=[%s]\n", (urldecode(q), q));
        return;
    }
    char path[300];
    snprintf(path, sizeof path, ".%s", uri);
    int f = open(path, O_RDONLY);
    struct stat st;
    if (f < 0 || fstat(f, &st) < 0) {
        reply(fd, errno == ENOENT ? 404 : 500, strerror(errno), "text/html", "<h1>%s: %s</h1>\n", uri, strerror(errno));
        return;
    }
    if (S_ISDIR(st.st_mode)) {
        reply(fd, 200, "OK", "text/plain", "directory\n");
        close(f);
        return;
    }
    char tm[64];
    struct tm g;
    time_t fixed = 1000000000;
    gmtime_r(&fixed, &g);
    strftime(tm, sizeof tm, "%a, %d %b %Y %H:%M:%S GMT", &g);
    dprintf(fd, "HTTP/1.0 200 OK\r\nContent-Type: %s\r\nContent-Length: %jd\r\nDate: %s\r\n\r\n", mime(path),
            (intmax_t) st.st_size, tm);
    if (!strcmp(method, "GET")) {
        off_t off = 0;
        while (off < st.st_size && sendfile(fd, f, &off, 7) > 0);
    }
    close(f);
}

static void client(struct sockaddr_in *to, const char *req)
{
    int s = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(s, (struct sockaddr *) to, sizeof *to) < 0) {
        perror("connect");
        exit(1);
    }
    send(s, req, strlen(req), MSG_NOSIGNAL);
    shutdown(s, SHUT_WR);
    char b[512];
    ssize_t n;
    FILE *in = fdopen(s, "r");
    int lines = 0;
    while (fgets(b, sizeof b, in)) {
        b[strcspn(b, "\r\n")] = 0;
        printf("%d| %s\n", ++lines, b);
    }
    fclose(in);
    puts("--");
}

static void reap(int s)
{
    int e = errno;
    while (waitpid(-1, NULL, WNOHANG) > 0);
    errno = e;
}

int main(void)
{
    int l = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    struct sockaddr_in a = {.sin_family = AF_INET,.sin_addr = { htonl(INADDR_LOOPBACK) } };
    socklen_t al = sizeof a;
    setsockopt(l, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(l, (void *) &a, sizeof a) || listen(l, 16)) {
        perror("bind");
        return 1;
    }
    getsockname(l, (void *) &a, &al);
    int f = open("index.html", O_CREAT | O_WRONLY, 0644);
    dprintf(f, "<html>\n<body>hi %d</body>\n</html>\n", 42);
    close(f);
    mkdir("sub", 0755);
    pid_t server = fork();
    if (!server) {
        struct sigaction sa = {.sa_handler = reap,.sa_flags = SA_RESTART };
        sigaction(SIGCHLD, &sa, NULL);
        for (;;) {
            struct sockaddr_in peer;
            socklen_t pl = sizeof peer;
            int c = accept4(l, (void *) &peer, &pl, SOCK_CLOEXEC);
            if (c < 0) {
                if (errno == EINTR)
                    continue;
                _exit(1);
            }
            setsockopt(c, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
            if (fork() == 0) {
                close(l);
                handle(c);
                close(c);
                _exit(0);
            }
            close(c);
        }
    }
    close(l);
    client(&a, "GET /index.html HTTP/1.0\r\nHost: x\r\n\r\n");
    client(&a, "HEAD /index.html HTTP/1.0\r\n\r\n");
    client(&a, "GET /missing.txt HTTP/1.0\r\n\r\n");
    client(&a, "GET /sub HTTP/1.0\r\n\r\n");
    client(&a, "POST / HTTP/1.0\r\n\r\n");
    client(&a, "GET /../etc/passwd HTTP/1.0\r\n\r\n");
    client(&a, "GET /q?name=J%C3%BCrgen+A%26B HTTP/1.0\r\n\r\n");
    client(&a, "garbage\r\n\r\n");
    kill(server, SIGTERM);
    int st;
    waitpid(server, &st, 0);
    printf("server: %s\n", strsignal(WTERMSIG(st)));
    return 0;
}
