// A server with select and clients by getaddrinfo.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <errno.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <netdb.h>
#include <sys/select.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <poll.h>
#define PORT 5555
#define MAXMSG  512
int make_socket(uint16_t port)
{
    int sock;
    struct sockaddr_in name;
    int on = 1;
    sock = socket(PF_INET, SOCK_STREAM, 0);
    if (sock < 0) {
        perror("socket");
        exit(EXIT_FAILURE);
    }
    setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, (char *) &on, sizeof on);
    memset(&name, 0, sizeof name);
    name.sin_family = AF_INET;
    name.sin_port = htons(port);
    name.sin_addr.s_addr = htonl(INADDR_ANY);
    if (bind(sock, (struct sockaddr *) &name, sizeof(name)) < 0) {
        perror("bind");
        exit(EXIT_FAILURE);
    }
    return sock;
}

int read_from_client(int filedes)
{
    char buffer[MAXMSG];
    int nbytes = read(filedes, buffer, MAXMSG - 1);
    if (nbytes < 0) {
        perror("read");
        exit(EXIT_FAILURE);
    } else if (nbytes == 0)
        return -1;
    else {
        buffer[nbytes] = 0;
        printf("Server: got message: `%s'\n", buffer);
        for (char *p = buffer; *p; p++)
            if (*p >= 'a' && *p <= 'z')
                *p -= 32;
        write(filedes, buffer, nbytes);
        return 0;
    }
}

int main(void)
{
    int sock, i, clients = 0;
    fd_set active_fd_set, read_fd_set;
    struct sockaddr_in clientname;
    socklen_t size;
    setvbuf(stdout, 0, _IOLBF, 0);
    sock = make_socket(0);
    size = sizeof clientname;
    getsockname(sock, (struct sockaddr *) &clientname, &size);
    in_port_t port = clientname.sin_port;
    if (listen(sock, 1) < 0) {
        perror("listen");
        exit(EXIT_FAILURE);
    }
    if (fork() == 0) {
        close(sock);
        for (i = 0; i < 2; i++) {
            struct addrinfo hints, *res, *rp;
            memset(&hints, 0, sizeof hints);
            hints.ai_family = AF_UNSPEC;
            hints.ai_socktype = SOCK_STREAM;
            char ps[10];
            sprintf(ps, "%d", ntohs(port));
            int e = getaddrinfo("127.0.0.1", ps, &hints, &res);
            if (e) {
                fprintf(stderr, "%s\n", gai_strerror(e));
                exit(1);
            }
            int s = -1;
            for (rp = res; rp; rp = rp->ai_next) {
                s = socket(rp->ai_family, rp->ai_socktype, rp->ai_protocol);
                if (s < 0)
                    continue;
                if (connect(s, rp->ai_addr, rp->ai_addrlen) == 0)
                    break;
                close(s);
            }
            freeaddrinfo(res);
            char b[100];
            const char *m[] = { "Yow!!! Are we having fun yet?!?", "second" };
            write(s, m[i], strlen(m[i]));
            int n = read(s, b, 99);
            b[n > 0 ? n : 0] = 0;
            usleep(1000);
            fprintf(stdout, "client: %s\n", b);
            close(s);
        }
        exit(0);
    }
    FD_ZERO(&active_fd_set);
    FD_SET(sock, &active_fd_set);
    while (clients < 2) {
        read_fd_set = active_fd_set;
        if (select(FD_SETSIZE, &read_fd_set, NULL, NULL, NULL) < 0) {
            perror("select");
            exit(EXIT_FAILURE);
        }
        for (i = 0; i < FD_SETSIZE; ++i)
            if (FD_ISSET(i, &read_fd_set)) {
                if (i == sock) {
                    int new;
                    size = sizeof(clientname);
                    new = accept(sock, (struct sockaddr *) &clientname, &size);
                    if (new < 0) {
                        perror("accept");
                        exit(EXIT_FAILURE);
                    }
                    fprintf(stdout, "Server: connect from host %s\n", inet_ntoa(clientname.sin_addr));
                    FD_SET(new, &active_fd_set);
                } else {
                    if (read_from_client(i) < 0) {
                        close(i);
                        FD_CLR(i, &active_fd_set);
                        clients++;
                    }
                }
            }
    }
    wait(0);
    struct timeval tv = { 0, 20000 };
    FD_ZERO(&read_fd_set);
    FD_SET(sock, &read_fd_set);
    printf("%d\n", select(sock + 1, &read_fd_set, 0, 0, &tv));
    printf("%ld %ld\n", (long) tv.tv_sec, (long) tv.tv_usec);
    struct pollfd pf[2] = { { sock, POLLIN, 0 }, { 99, POLLIN, 0 } };
    printf("%d %x\n", poll(pf, 2, 10), pf[1].revents);
    return 0;
}
