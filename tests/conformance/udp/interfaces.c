/* netdevice(7): what a socket tells of the interfaces. */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static int fd;

static void ask(const char *what, unsigned long request, const char *name)
{
	struct ifreq r;
	memset(&r, 0, sizeof r);
	strncpy(r.ifr_name, name, IFNAMSIZ - 1);
	if (ioctl(fd, request, &r) < 0) {
		printf("%s of %s: %s\n", what, name, strerror(errno));
		return;
	}
	switch (request) {
	case SIOCGIFADDR: case SIOCGIFNETMASK: case SIOCGIFBRDADDR: case SIOCGIFDSTADDR: {
		struct sockaddr_in *in = (struct sockaddr_in *)&r.ifr_addr;
		printf("%s of %s: family %d, port %d, %s\n", what, name, in->sin_family, in->sin_port, inet_ntoa(in->sin_addr));
		break;
	}
	case SIOCGIFFLAGS: printf("%s of %s: %#x\n", what, name, r.ifr_flags); break;
	case SIOCGIFMTU: printf("%s of %s: %d\n", what, name, r.ifr_mtu); break;
	case SIOCGIFINDEX: printf("%s of %s: %d\n", what, name, r.ifr_ifindex); break;
	case SIOCGIFMETRIC: printf("%s of %s: %d\n", what, name, r.ifr_metric); break;
	case SIOCGIFTXQLEN: printf("%s of %s: %d\n", what, name, r.ifr_qlen); break;
	case SIOCGIFHWADDR: printf("%s of %s: type %d, %02x\n", what, name, r.ifr_hwaddr.sa_family, r.ifr_hwaddr.sa_data[0]); break;
	default: printf("%s of %s: fine\n", what, name);
	}
}

static void all(void)
{
	static const struct { const char *what; unsigned long request; } questions[] = {
		{ "address", SIOCGIFADDR }, { "mask", SIOCGIFNETMASK }, { "broadcast", SIOCGIFBRDADDR }, { "peer", SIOCGIFDSTADDR },
		{ "flags", SIOCGIFFLAGS }, { "mtu", SIOCGIFMTU }, { "index", SIOCGIFINDEX }, { "metric", SIOCGIFMETRIC },
	};
	for (unsigned i = 0; i < sizeof questions / sizeof *questions; i++) {
		ask(questions[i].what, questions[i].request, "lo");
		ask(questions[i].what, questions[i].request, "nosuch0");
	}
}

int main(void)
{
	struct ifreq r, list[8];
	struct ifconf conf = { .ifc_len = sizeof list, .ifc_req = list };
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	all();
	memset(&r, 0, sizeof r);
	r.ifr_ifindex = 1;
	printf("name of 1: %d %s\n", ioctl(fd, SIOCGIFNAME, &r), r.ifr_name);
	r.ifr_ifindex = 999;
	int got = ioctl(fd, SIOCGIFNAME, &r);
	printf("name of 999: %d %s\n", got, strerror(errno));
	got = ioctl(fd, SIOCGIFCONF, &conf);
	printf("list: %d, whole entries: %d, the first %s %s\n", got, conf.ifc_len % (int)sizeof(struct ifreq) == 0, list[0].ifr_name,
	       inet_ntoa(((struct sockaddr_in *)&list[0].ifr_addr)->sin_addr));
	conf.ifc_req = 0;
	conf.ifc_len = 0;
	got = ioctl(fd, SIOCGIFCONF, &conf);
	printf("room that it needs: %d %d\n", got, conf.ifc_len >= (int)sizeof(struct ifreq));
	conf.ifc_req = list;
	conf.ifc_len = sizeof(struct ifreq) - 1;
	got = ioctl(fd, SIOCGIFCONF, &conf);
	printf("too little room: %d %d\n", got, conf.ifc_len);
	got = ioctl(fd, SIOCGIFADDR, NULL);
	printf("no request: %d %s\n", got, strerror(errno));
	got = ioctl(fd, 0x1234, &r);
	printf("unknown request: %d %s\n", got, strerror(errno));
	got = ioctl(fd, TIOCGWINSZ, NULL);
	printf("a terminal's, without memory: %d %s\n", got, strerror(errno));
	got = ioctl(fd, TIOCSCTTY, 0);
	printf("a terminal's: %d %s\n", got, strerror(errno));
	got = ioctl(fd, 0x89fe, NULL);
	printf("unknown, without memory: %d %s\n", got, strerror(errno));
	close(fd);
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	printf("of a unix socket:\n");
	all();
	printf("conf: %d\n", ioctl(fd, SIOCGIFCONF, &conf));
	int p[2];
	pipe(p);
	fd = p[0];
	ask("address, by a pipe,", SIOCGIFADDR, "lo");
	return 0;
}
