// When the terminal goes away: what the session leader, the foreground job and the descriptors see.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static int out[2];
static const char *who;

static void note(int sig)
{
    char s[40];
    sprintf(s, "%s %s\n", who, sig == SIGHUP ? "SIGHUP" : sig == SIGCONT ? "SIGCONT" : "?");
    write(out[1], s, strlen(s));
}

static void listen_for(void)
{
    struct sigaction sa;
    memset(&sa, 0, sizeof sa);
    sa.sa_handler = note;
    sigfillset(&sa.sa_mask);
    sa.sa_flags = SA_RESTART;
    sigaction(SIGHUP, &sa, NULL);
    sigaction(SIGCONT, &sa, NULL);
}

static void say(const char *what, long r)
{
    char s[100];
    if (r < 0)
        sprintf(s, "%s: -1 %s\n", what, strerror(errno));
    else
        sprintf(s, "%s: %ld\n", what, r);
    write(out[1], s, strlen(s));
}

int main(void)
{
    int master, n;
    char buf[1000];
    pipe(out);
    pid_t leader = forkpty(&master, NULL, NULL, NULL);
    if (leader == 0) {
        close(out[0]);
        who = "leader";
        listen_for();
        pid_t job = fork();
        if (job == 0) {
            setpgid(0, 0);
            who = "job";
            listen_for();
            write(out[1], "job ready\n", 10);
            usleep(400000);
            _exit(0);
        }
        setpgid(job, job);
        signal(SIGTTOU, SIG_IGN);
        tcsetpgrp(0, job);
        int tty = open("/dev/tty", O_RDWR);
        say("leader opens /dev/tty", tty >= 0);
        usleep(200000);
        say("leader reads", read(0, buf, 10));
        say("leader writes", write(1, "x", 1));
        struct termios t;
        say("leader tcgetattr", tcgetattr(0, &t));
        say("leader tcgetpgrp", tcgetpgrp(0));
        struct pollfd p = {0, POLLIN | POLLOUT, 0};
        poll(&p, 1, 0);
        sprintf(buf, "leader polls: %x\n", p.revents);
        write(out[1], buf, strlen(buf));
        say("leader opens /dev/tty again", open("/dev/tty", O_RDWR));
        say("the old /dev/tty reads", read(tty, buf, 10));
        _exit(0);
    }
    close(out[1]);
    usleep(100000);
    printf("the name is there: %d\n", access(ptsname(master), F_OK) == 0);
    char *name = strdup(ptsname(master));
    close(master);
    printf("and gone with the master: %d\n", access(name, F_OK) == 0);
    fflush(stdout);
    waitpid(leader, NULL, 0);
    size_t have = 0;
    while ((n = read(out[0], buf + have, sizeof buf - have)) > 0)
        have += n;
    fwrite(buf, 1, have, stdout);
    return 0;
}
