// Structures and constants of sockets, poll and select.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/un.h>

#define C(n) printf(#n " %ld\n", (long)(n))
#define S(t) printf("%s size %zu\n", #t, sizeof(t))
#define O(t, m) printf("  %s at %zu size %zu\n", #m, offsetof(t, m), sizeof(((t *)0)->m))

int main(void)
{
    C(AF_UNSPEC); C(AF_UNIX); C(AF_LOCAL); C(AF_INET); C(AF_INET6); C(PF_UNIX); C(PF_INET); C(PF_LOCAL);
    C(SOCK_STREAM); C(SOCK_DGRAM); C(SOCK_RAW); C(SOCK_RDM); C(SOCK_SEQPACKET); C(SOCK_NONBLOCK); C(SOCK_CLOEXEC);
    C(SHUT_RD); C(SHUT_WR); C(SHUT_RDWR); C(SOMAXCONN); C(SOL_SOCKET); C(SO_DEBUG); C(SO_REUSEADDR); C(SO_TYPE); C(SO_ERROR);
    C(SO_BROADCAST); C(SO_SNDBUF); C(SO_RCVBUF); C(SO_KEEPALIVE); C(SO_LINGER); C(SO_REUSEPORT); C(SO_PASSCRED);
    C(SO_PEERCRED); C(SO_RCVTIMEO); C(SO_SNDTIMEO); C(SO_ACCEPTCONN); C(SO_DOMAIN); C(SO_PROTOCOL);
    C(MSG_OOB); C(MSG_PEEK); C(MSG_DONTROUTE); C(MSG_CTRUNC); C(MSG_TRUNC); C(MSG_DONTWAIT); C(MSG_EOR); C(MSG_WAITALL);
    C(MSG_NOSIGNAL); C(MSG_CMSG_CLOEXEC); C(SCM_RIGHTS); C(SCM_CREDENTIALS);
    C(IPPROTO_IP); C(IPPROTO_ICMP); C(IPPROTO_TCP); C(IPPROTO_UDP); C(IPPROTO_IPV6); C(TCP_NODELAY); C(INADDR_ANY);
    C(INADDR_LOOPBACK); C(INADDR_BROADCAST); C(INADDR_NONE); C(INET_ADDRSTRLEN); C(INET6_ADDRSTRLEN); C(IPPORT_RESERVED);
    C(AI_PASSIVE); C(AI_CANONNAME); C(AI_NUMERICHOST); C(AI_NUMERICSERV); C(NI_NUMERICHOST); C(NI_NUMERICSERV); C(NI_MAXHOST);
    C(NI_MAXSERV); C(EAI_AGAIN); C(EAI_FAIL); C(EAI_FAMILY); C(EAI_NONAME); C(EAI_SERVICE); C(EAI_SYSTEM); C(HOST_NOT_FOUND);
    C(POLLIN); C(POLLPRI); C(POLLOUT); C(POLLERR); C(POLLHUP); C(POLLNVAL); C(POLLRDNORM); C(POLLWRNORM); C(POLLRDHUP);
    C(FD_SETSIZE);
    S(struct sockaddr);
    O(struct sockaddr, sa_family); O(struct sockaddr, sa_data);
    S(struct sockaddr_un);
    O(struct sockaddr_un, sun_family); O(struct sockaddr_un, sun_path);
    S(struct sockaddr_in);
    O(struct sockaddr_in, sin_port); O(struct sockaddr_in, sin_addr);
    S(struct sockaddr_in6);
    O(struct sockaddr_in6, sin6_port); O(struct sockaddr_in6, sin6_addr); O(struct sockaddr_in6, sin6_scope_id);
    S(struct sockaddr_storage); S(struct in_addr); S(struct in6_addr); S(socklen_t); S(sa_family_t); S(in_port_t);
    S(struct msghdr);
    O(struct msghdr, msg_name); O(struct msghdr, msg_namelen); O(struct msghdr, msg_iov); O(struct msghdr, msg_iovlen);
    O(struct msghdr, msg_control); O(struct msghdr, msg_controllen); O(struct msghdr, msg_flags);
    S(struct cmsghdr);
    O(struct cmsghdr, cmsg_len); O(struct cmsghdr, cmsg_level); O(struct cmsghdr, cmsg_type);
    C(CMSG_LEN(sizeof(int))); C(CMSG_SPACE(sizeof(int))); C(CMSG_LEN(0)); C(CMSG_SPACE(12));
    S(struct linger); S(struct ucred);
    S(struct hostent);
    O(struct hostent, h_addrtype); O(struct hostent, h_length); O(struct hostent, h_addr_list);
    S(struct addrinfo);
    O(struct addrinfo, ai_family); O(struct addrinfo, ai_addrlen); O(struct addrinfo, ai_addr); O(struct addrinfo, ai_next);
    S(struct pollfd);
    O(struct pollfd, events); O(struct pollfd, revents);
    S(fd_set);
    fd_set set;
    FD_ZERO(&set);
    FD_SET(0, &set);
    FD_SET(70, &set);
    FD_CLR(0, &set);
    printf("%d %d %d\n", !!FD_ISSET(0, &set), !!FD_ISSET(70, &set), !!FD_ISSET(71, &set));
    printf("%x %x %x %x\n", htons(0x1234), htonl(0x12345678), ntohs(0x1234), ntohl(1));
    return 0;
}
