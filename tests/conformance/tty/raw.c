// Reads without line editing: VMIN and VTIME in their four cases, and the change between the modes.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <poll.h>

static int master, slave;

/* Keys that a child types, with pauses in tenths of a second before each: "2ab1c" waits 0.2 s, types ab, waits 0.1 s, c. */
static void type(const char *plan)
{
    if (fork() == 0) {
        for (; *plan; plan++)
            if (*plan >= '0' && *plan <= '9')
                usleep((*plan - '0') * 100000);
            else
                write(master, plan, 1);
        _exit(0);
    }
}

static void reading(const char *what, int min, int time, int size, const char *plan)
{
    struct termios t;
    char buf[100];
    struct timeval a, b;
    tcgetattr(slave, &t);
    t.c_lflag &= ~(ICANON | ECHO);
    t.c_cc[VMIN] = min;
    t.c_cc[VTIME] = time;
    tcsetattr(slave, TCSAFLUSH, &t);
    type(plan);
    gettimeofday(&a, NULL);
    int n = read(slave, buf, size);
    gettimeofday(&b, NULL);
    long ms = (b.tv_sec - a.tv_sec) * 1000 + (b.tv_usec - a.tv_usec) / 1000;
    printf("%s: %d [%.*s], after %s\n", what, n, n > 0 ? n : 0, buf, ms < 80 ? "no time" : ms < 280 ? "about 0.2 s" : ms < 480 ? "about 0.4 s" : ms < 700 ? "about 0.6 s" : "long");
    wait(NULL);
    usleep(20000);
}

int main(void)
{
    struct termios t;
    char buf[100];
    master = posix_openpt(O_RDWR | O_NOCTTY);
    grantpt(master);
    unlockpt(master);
    slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    reading("MIN 0 TIME 0, nothing typed", 0, 0, 10, "");
    reading("MIN 0 TIME 4, nothing typed", 0, 4, 10, "");
    reading("MIN 0 TIME 6, a key after 0.2 s", 0, 6, 10, "2a");
    reading("MIN 1 TIME 0, keys after 0.2 s", 1, 0, 10, "2a2b");
    reading("MIN 3 TIME 0", 3, 0, 10, "a2b2c");
    reading("MIN 3 TIME 0, room for 2", 3, 0, 2, "a2b2c");
    reading("MIN 3 TIME 2, a pause ends it", 3, 2, 10, "2a5b");
    reading("MIN 3 TIME 3, fast enough", 3, 3, 10, "a2b2c2d");
    reading("MIN 5 TIME 2, room for 2", 5, 2, 2, "2ab");
    tcgetattr(slave, &t);
    t.c_cc[VMIN] = 1;
    t.c_cc[VTIME] = 0;
    tcsetattr(slave, TCSAFLUSH, &t);
    fcntl(slave, F_SETFL, O_NONBLOCK);
    int n = read(slave, buf, 10);
    printf("MIN 1, non-blocking: %d %s\n", n, strerror(errno));
    write(master, "xyz", 3);
    usleep(20000);
    t.c_lflag |= ICANON;
    tcsetattr(slave, TCSANOW, &t);
    n = read(slave, buf, 10);
    printf("what was typed in raw mode is a line afterwards: %d [%.*s]\n", n, n > 0 ? n : 0, buf);
    write(master, "half", 4);
    usleep(20000);
    n = read(slave, buf, 10);
    printf("half a line: %d %s\n", n, strerror(errno));
    t.c_lflag &= ~ICANON;
    tcsetattr(slave, TCSANOW, &t);
    n = read(slave, buf, 10);
    printf("can be read in raw mode: %d [%.*s]\n", n, n > 0 ? n : 0, buf);
    struct pollfd p[2] = {{slave, POLLIN | POLLOUT, 0}, {master, POLLIN | POLLOUT, 0}};
    poll(p, 2, 0);
    printf("poll: slave %x master %x\n", p[0].revents, p[1].revents);
    write(master, "k", 1);
    write(slave, "o", 1);
    usleep(20000);
    poll(p, 2, 0);
    printf("poll with a key and output: slave %x master %x\n", p[0].revents, p[1].revents);
    t.c_cc[VMIN] = 2;
    tcsetattr(slave, TCSANOW, &t);
    poll(p, 1, 0);
    printf("poll with MIN 2 and one key: slave %x\n", p[0].revents);
    close(slave);
    poll(p + 1, 1, 0);
    printf("poll of the master, slave closed: %x\n", p[1].revents);
    return 0;
}
