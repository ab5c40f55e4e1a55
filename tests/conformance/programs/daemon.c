// The skeleton of a daemon: two forks, a session, closed descriptors, a log file; ended by SIGTERM.
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t stop, reload;

static void handler(int sig)
{
    if (sig == SIGTERM)
        stop = 1;
    else
        reload++;
}

static void logline(const char *s)
{
    int fd = open("daemon.log", O_WRONLY | O_CREAT | O_APPEND, 0644);
    write(fd, s, strlen(s));
    write(fd, "\n", 1);
    close(fd);
}

static void daemonize(int tell)
{
    if (fork() != 0)
        _exit(0);
    setsid();
    signal(SIGHUP, handler);
    signal(SIGTERM, handler);
    if (fork() != 0)
        _exit(0);
    umask(027);
    int null = open("/dev/null", O_RDWR);
    for (int fd = 0; fd < 3; fd++)
        dup2(null, fd);
    close(null);
    pid_t pid = getpid();
    logline(getsid(0) != pid && getpgrp() != pid ? "not a session leader" : "session leader");
    write(tell, &pid, sizeof pid);
}

int main(void)
{
    int p[2];
    pid_t pid;
    char line[80];
    unlink("daemon.log");
    pipe(p);
    fflush(stdout);
    if (fork() == 0) {
        daemonize(p[1]);
        int seen = 0;
        while (!stop) {
            usleep(5000);
            if (reload > seen) {
                seen = reload;
                logline("reloaded");
            }
        }
        logline("stopped");
        exit(0);
    }
    wait(NULL);
    close(p[1]);
    read(p[0], &pid, sizeof pid);
    kill(pid, SIGHUP);
    usleep(80000);
    kill(pid, SIGTERM);
    while (read(p[0], line, 1) > 0)
        ;
    FILE *f = fopen("daemon.log", "r");
    while (fgets(line, sizeof line, f))
        printf("log: %s", line);
    struct stat st;
    fstat(fileno(f), &st);
    printf("mode of the log: %o\n", st.st_mode & 0777);
    fclose(f);
    unlink("daemon.log");
    return 0;
}
