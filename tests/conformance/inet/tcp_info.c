/* TCP_INFO: what is known of a connection. */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void show(const char *what, int s)
{
    struct tcp_info i;
    socklen_t n = sizeof i;
    memset(&i, 0xee, sizeof i);
    if (getsockopt(s, IPPROTO_TCP, TCP_INFO, &i, &n) < 0) {
        printf("%s: %s\n", what, strerrorname_np(errno));
        return;
    }
    printf("%s: %d bytes, state %d, unacked %u, sacked %u, lost %u, retransmits %d, backoff %d, window %d, reordering %u\n", what, n,
           i.tcpi_state, i.tcpi_state == TCP_LISTEN ? i.tcpi_unacked : 0, i.tcpi_sacked, i.tcpi_lost, i.tcpi_retransmits, i.tcpi_backoff,
           i.tcpi_snd_cwnd >= 10, i.tcpi_reordering);
    printf("  options %d, scales %d %d, path %u, rtt below a second %d, threshold %u\n", i.tcpi_options, i.tcpi_snd_wscale,
           i.tcpi_rcv_wscale, i.tcpi_pmtu, i.tcpi_rtt < 1000000, i.tcpi_snd_ssthresh);
}

int main(void)
{
    struct sockaddr_in a = {AF_INET, 0, {htonl(INADDR_LOOPBACK)}};
    socklen_t n = sizeof a;
    int l = socket(AF_INET, SOCK_STREAM, 0), c = socket(AF_INET, SOCK_STREAM, 0), s;
    struct tcp_info i;
    char big[1000];
    printf("%zu\n", sizeof(struct tcp_info));
    show("new", c);
    bind(l, (void *)&a, n);
    getsockname(l, (void *)&a, &n);
    listen(l, 5);
    show("listening", l);
    connect(c, (void *)&a, n);
    show("connected", c);
    show("one waits", l);
    s = accept(l, 0, 0);
    show("accepted", s);
    write(c, "abc", 3);
    show("sent", c);
    shutdown(c, SHUT_WR);
    show("peer of one shut down", s);
    close(s);
    show("closed by both", c);
    n = 1;
    printf("%d", getsockopt(l, IPPROTO_TCP, TCP_INFO, &i, &n));
    printf(" %d %d\n", n, i.tcpi_state);
    n = sizeof big;
    printf("%d", getsockopt(l, IPPROTO_TCP, TCP_INFO, big, &n));
    printf(" %d\n", n > sizeof i);
    printf("%d", setsockopt(l, IPPROTO_TCP, TCP_INFO, &i, sizeof i));
    printf(" %s\n", strerrorname_np(errno));
    n = sizeof i;
    printf("%d", getsockopt(socket(AF_INET, SOCK_DGRAM, 0), IPPROTO_TCP, TCP_INFO, &i, &n));
    printf(" %s\n", strerrorname_np(errno));
    return 0;
}
