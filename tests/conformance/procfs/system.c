// /proc files of the whole system: limits and names.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

static char text[200000];

static char *slurp(const char *path)
{
    int fd = open(path, O_RDONLY), n = 0, r;
    if (fd < 0)
        return strerror(errno);
    while (n < (int)sizeof text - 1 && (r = read(fd, text + n, sizeof text - 1 - n)) > 0)
        n += r;
    close(fd);
    text[n] = 0;
    return text;
}

static int lines(const char *s)
{
    int n = 0;
    for (; *s; s++)
        n += *s == '\n';
    return n;
}

int main(void)
{
    struct utsname u;
    static const char *const fixed[] = {"kernel/msgmax", "kernel/msgmnb", "kernel/msgmni", "kernel/sem", "kernel/shmmni", "kernel/ostype", "fs/pipe-max-size",
                                        "fs/mqueue/msg_max", "fs/mqueue/msgsize_max", "fs/mqueue/msg_default", "fs/mqueue/queues_max"};
    for (int i = 0; i < 11; i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/sys/%s", fixed[i]);
        printf("%s: %s", fixed[i], slurp(path));
    }
    uname(&u);
    slurp("/proc/sys/kernel/hostname");
    printf("hostname as uname says: %d\n", !strncmp(text, u.nodename, strlen(u.nodename)));
    slurp("/proc/version");
    printf("version begins with Linux version: %d, holds the release: %d\n", !strncmp(text, "Linux version ", 14), strstr(text, u.release) != NULL);
    slurp("/proc/meminfo");
    printf("meminfo begins with MemTotal: %d\n", !strncmp(text, "MemTotal:", 9));
    double up, idle;
    printf("uptime has two numbers: %d\n", sscanf(slurp("/proc/uptime"), "%lf %lf", &up, &idle));
    float a, b, c;
    int run, all, last;
    printf("loadavg has six: %d\n", sscanf(slurp("/proc/loadavg"), "%f %f %f %d/%d %d", &a, &b, &c, &run, &all, &last));
    slurp("/proc/mounts");
    printf("proc is mounted on /proc: %d\n", strstr(text, "proc /proc proc ") != NULL);
    slurp("/proc/net/unix");
    printf("%.*s\n", (int)strcspn(text, "\n"), text);
    int fd = open("/proc/uptime", O_RDONLY);
    int n = read(fd, text, 3), k = read(fd, text + n, 100);
    printf("read in two pieces: %d and some %d, rewound %ld\n", n, k > 0, (long)lseek(fd, 0, SEEK_SET));
    printf("a directory has entries: %d\n", lines(slurp("/proc/sysvipc")) >= 0);
    return 0;
}
