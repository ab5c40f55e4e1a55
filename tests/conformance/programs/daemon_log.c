// A daemon that writes a log, rereads on SIGHUP and ends on SIGTERM.
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <syslog.h>
static volatile sig_atomic_t hup, term;
static void onhup(int s)
{
    hup++;
}
static void onterm(int s)
{
    term = 1;
}
static void logit(int fd, const char *m)
{
    dprintf(fd, "%s\n", m);
}
static int daemonize(const char *pidfile)
{
    pid_t pid = fork();
    if (pid < 0)
        return -1;
    if (pid > 0)
        return 1;
    if (setsid() < 0)
        _exit(1);
    signal(SIGHUP, SIG_IGN);
    if ((pid = fork()) != 0)
        _exit(0);
    umask(027);
    for (int i = sysconf(_SC_OPEN_MAX) > 64 ? 63 : 63; i >= 0; i--)
        if (i > 2)
            close(i);
    int fd = open("/dev/null", O_RDWR);
    dup2(fd, 0);
    dup2(fd, 1);
    dup2(fd, 2);
    if (fd > 2)
        close(fd);
    fd = open(pidfile, O_RDWR | O_CREAT, 0644);
    struct flock fl = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(fd, F_SETLK, &fl) < 0)
        _exit(1);
    ftruncate(fd, 0);
    dprintf(fd, "%d\n", (int)getpid());
    return 0;
}
int main(void)
{
    if (daemonize("d.pid") == 0) {
        int lg = open("d.log", O_WRONLY | O_CREAT | O_APPEND, 0640);
        struct sigaction sa;
        memset(&sa, 0, sizeof sa);
        sa.sa_handler = onhup;
        sigaction(SIGHUP, &sa, 0);
        sa.sa_handler = onterm;
        sigaction(SIGTERM, &sa, 0);
        char b[80];
        sprintf(b, "started, leader %d, tty %d", getsid(0) != getpid(), open("/dev/tty", O_RDWR) != -1);
        logit(lg, b);
        openlog("demod", LOG_PID, LOG_DAEMON);
        syslog(LOG_INFO, "hello");
        closelog();
        close(open("ready", O_CREAT | O_WRONLY, 0600));
        int seen = 0;
        while (!term) {
            if (hup > seen) {
                seen = hup;
                logit(lg, "reread configuration");
                close(open("hup", O_CREAT | O_WRONLY, 0600));
            }
            usleep(5000);
        }
        logit(lg, "terminated");
        close(open("gone", O_CREAT | O_WRONLY, 0600));
        exit(0);
    }
    wait(NULL);
    while (access("ready", F_OK))
        usleep(1000);
    FILE *f = fopen("d.pid", "r");
    int pid;
    if (fscanf(f, "%d", &pid) != 1)
        return 1;
    fclose(f);
    kill(pid, SIGHUP);
    while (access("hup", F_OK))
        usleep(1000);
    kill(pid, SIGTERM);
    while (access("gone", F_OK))
        usleep(1000);
    f = fopen("d.log", "r");
    char l[100];
    while (fgets(l, sizeof l, f))
        fputs(l, stdout);
    fclose(f);
    struct stat st;
    stat("d.log", &st);
    printf("%o\n", st.st_mode & 0777);
    return 0;
}
