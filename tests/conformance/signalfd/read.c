// signalfd(2): what is read for each kind of signal, errors, changing the mask.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void say(const char *what, long r)
{
    if (r == -1)
        printf("%s: -1 %s\n", what, strerror(errno));
    else
        printf("%s: %ld\n", what, r);
}

static int ready(int fd)
{
    struct pollfd p = {fd, POLLIN | POLLOUT | POLLRDNORM, 0};
    poll(&p, 1, 0);
    return p.revents;
}

static void nap(int ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000L};
    nanosleep(&t, NULL);
}

static void show(const struct signalfd_siginfo *s)
{
    printf("signo %u errno %d code %d own pid %d uid 0 or ours %d fd %d tid %u overrun %u status %d int %d ptr %#lx\n",
           s->ssi_signo, s->ssi_errno, s->ssi_code, s->ssi_pid == (unsigned)getpid(), s->ssi_uid == getuid(), s->ssi_fd,
           s->ssi_tid, s->ssi_overrun, s->ssi_status, s->ssi_int, (unsigned long)s->ssi_ptr);
}

int main(void)
{
    sigset_t m, usr2;
    struct stat st;
    struct signalfd_siginfo si[5];
    sigemptyset(&usr2);
    sigaddset(&usr2, SIGUSR2);
    sigemptyset(&m);
    sigaddset(&m, SIGUSR1);
    sigaddset(&m, SIGCHLD);
    sigaddset(&m, SIGALRM);
    sigaddset(&m, SIGRTMIN);
    sigprocmask(SIG_BLOCK, &m, NULL);

    say("unknown flag", signalfd(-1, &m, 1));
    say("bad descriptor", signalfd(99, &m, 0));
    int e = eventfd(0, 0);
    say("another kind of descriptor", signalfd(e, &m, 0));
    int s = signalfd(-1, &m, SFD_NONBLOCK);
    fstat(s, &st);
    printf("mode %o, struct of %zu bytes\n", st.st_mode, sizeof si[0]);
    say("nothing pending", read(s, si, sizeof si));
    say("a short read", read(s, si, sizeof si[0] - 1));
    say("write", write(s, si, sizeof si[0]));
    say("lseek", lseek(s, 0, SEEK_SET));
    printf("revents %#x\n", ready(s));

    kill(getpid(), SIGUSR1);
    kill(getpid(), SIGUSR1);
    printf("SIGUSR1 twice: revents %#x\n", ready(s));
    union sigval v = {.sival_int = 42};
    sigqueue(getpid(), SIGRTMIN, v);
    v.sival_int = 43;
    sigqueue(getpid(), SIGRTMIN, v);
    if (fork() == 0)
        _exit(3);
    nap(50);
    long n = read(s, si, sizeof si);
    say("read", n);
    for (int i = 0; i < n / (long)sizeof si[0]; i++)
        show(&si[i]);
    say("read again", read(s, si, sizeof si));
    wait(NULL);

    timer_t timer;
    struct sigevent ev = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM, .sigev_value.sival_int = 17};
    struct itimerspec it = {{0, 10000000}, {0, 10000000}};
    timer_create(CLOCK_MONOTONIC, &ev, &timer);
    timer_settime(timer, 0, &it, NULL);
    nap(95);
    say("read a timer's signal", read(s, si, sizeof si[0]));
    printf("signo %u code %d int %d, overrun in 5 to 9: %d\n", si[0].ssi_signo, si[0].ssi_code, si[0].ssi_int,
           si[0].ssi_overrun >= 5 && si[0].ssi_overrun <= 9);
    timer_delete(timer);

    raise(SIGUSR1);
    say("another mask", signalfd(s, &usr2, 0) == s);
    printf("revents %#x\n", ready(s));
    sigaddset(&usr2, SIGUSR1);
    sigaddset(&usr2, SIGKILL);
    say("and back", signalfd(s, &usr2, SFD_CLOEXEC) == s);
    printf("revents %#x, close on exec %d\n", ready(s), fcntl(s, F_GETFD));
    say("read to a bad address", read(s, (void *)8, sizeof si[0]));
    printf("the signal is lost: revents %#x\n", ready(s));
    return 0;
}
