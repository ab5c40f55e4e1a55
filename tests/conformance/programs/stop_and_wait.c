// A file over UDP with acknowledgements, time-outs and a receiver that loses datagrams.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <sys/wait.h>
#include <sys/time.h>
#include <errno.h>
#include <fcntl.h>
#define BLK 64
enum op { DATA = 3, ACK = 4 };
struct pkt {
    uint16_t op, block;
    char data[BLK];
} __attribute__((packed));
static int mk(struct sockaddr_in *a)
{
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    memset(a, 0, sizeof *a);
    a->sin_family = AF_INET;
    inet_pton(AF_INET, "127.0.0.1", &a->sin_addr);
    bind(s, (struct sockaddr *) a, sizeof *a);
    socklen_t l = sizeof *a;
    getsockname(s, (struct sockaddr *) a, &l);
    return s;
}

int main(void)
{
    struct sockaddr_in srv, cli, from;
    socklen_t fl;
    int s = mk(&srv), c = mk(&cli);
    char file[1000];
    for (int i = 0; i < 1000; i++)
        file[i] = 'a' + i % 26;
    struct timeval tv = { 0, 30000 };
    int resent = 0, drops = 0;
    fflush(stdout);
    pid_t p = fork();
    if (!p) {
        struct pkt k;
        int fd = open("out.bin", O_CREAT | O_WRONLY | O_TRUNC, 0644);
        unsigned expect = 1, n = 0;
        for (;;) {
            fl = sizeof from;
            ssize_t r = recvfrom(s, &k, sizeof k, 0, (struct sockaddr *) &from, &fl);
            if (r < 4 || ntohs(k.op) != DATA)
                continue;
            if (++n % 4 == 0) {
                continue;
            }
            unsigned b = ntohs(k.block);
            if (b == expect) {
                write(fd, k.data, r - 4);
                expect++;
            }
            struct pkt a = { htons(ACK), k.block };
            sendto(s, &a, 4, 0, (struct sockaddr *) &from, fl);
            if (r - 4 < BLK)
                break;
        }
        close(fd);
        _exit(expect - 1);
    }
    setsockopt(c, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof tv);
    connect(c, (struct sockaddr *) &srv, sizeof srv);
    for (int b = 1, off = 0;; b++) {
        struct pkt k = { htons(DATA), htons(b) }, a;
        int len = 1000 - off < BLK ? 1000 - off : BLK;
        memcpy(k.data, file + off, len);
        for (;;) {
            send(c, &k, 4 + len, 0);
            ssize_t r = recv(c, &a, sizeof a, 0);
            if (r < 0) {
                if (errno == EAGAIN) {
                    resent++;
                    continue;
                }
                perror("recv");
                exit(1);
            }
            if (ntohs(a.op) == ACK && ntohs(a.block) == b)
                break;
            drops++;
        }
        off += len;
        if (len < BLK)
            break;
    }
    int st;
    waitpid(p, &st, 0);
    printf("blocks %d resent %d stale %d\n", WEXITSTATUS(st), resent, drops);
    int fd = open("out.bin", O_RDONLY);
    char b[1001];
    ssize_t n = read(fd, b, 1001);
    printf("%zd %d\n", n, n == 1000 && !memcmp(b, file, 1000));
    close(s);
    printf("%zd", send(c, "x", 1, 0));
    usleep(1000);
    printf(" %zd %s\n", recv(c, b, 10, 0), strerror(errno));
    char ip[INET6_ADDRSTRLEN];
    struct in6_addr i6;
    inet_pton(AF_INET6, "::ffff:1.2.3.4", &i6);
    puts(inet_ntop(AF_INET6, &i6, ip, sizeof ip));
    inet_pton(AF_INET6, "2001:db8:0:0:1::1", &i6);
    puts(inet_ntop(AF_INET6, &i6, ip, sizeof ip));
    printf("%d %x\n", inet_aton("10.1", &from.sin_addr), ntohl(from.sin_addr.s_addr));
    return 0;
}
