/* timeout - runs a command with a time limit. timeout(1): -s SIGNAL, -k DURATION, --foreground, --preserve-status */
#include <ctype.h>
#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>
#include "util.h"

static pid_t child;
static int sig = SIGTERM, timed_out, foreground, killing;
static double kill_after;

/* A number with s, m, h or d behind it. */
static double duration(const char *text)
{
    char *end;
    double v = strtod(text, &end);
    int unit = *end ? *end++ : 's';
    if (end == text + (unit != 's' || end[-1] == 's') || *end || v < 0 || !strchr("smhd", unit) || !(isdigit((unsigned char)*text) || *text == '.')) {
        complain("invalid time interval %s", quote_always(text));
        trouble = 125;
        try_help();
    }
    return v * (unit == 'm' ? 60 : unit == 'h' ? 3600 : unit == 'd' ? 86400 : 1);
}

static void arm(double seconds)
{
    struct itimerval t;
    memset(&t, 0, sizeof t);
    t.it_value.tv_sec = (long)seconds;
    t.it_value.tv_usec = (long)((seconds - (long)seconds) * 1e6);
    if (seconds > 0 && !t.it_value.tv_sec && !t.it_value.tv_usec)
        t.it_value.tv_usec = 1;
    setitimer(ITIMER_REAL, &t, NULL);
}

static void on_signal(int got)
{
    int send = got == SIGALRM ? (killing ? SIGKILL : sig) : got;
    if (got == SIGALRM)
        timed_out = 1;
    if (!child)
        _exit(128 + send);
    if (kill_after > 0 && !killing) {
        killing = 1;
        arm(kill_after);
    }
    kill(child, send);
    /* The whole group, unless it is the terminal's foreground job. */
    if (!foreground) {
        signal(send, SIG_IGN);
        kill(0, send);
    }
    if (send != SIGKILL && send != SIGCONT)
        kill(child, SIGCONT);
}

int main(int argc, char **argv)
{
    int c, preserve = 0, st, err;
    double limit;
    trouble = 125;
    while ((c = nextopt(argc, argv, "+s:k:", "signal=s kill-after=k foreground=F preserve-status=P", "[OPTION] DURATION COMMAND [ARG]...\nStart COMMAND, and kill it if still running after DURATION.\n"))) {
        if (c == 's') {
            sig = signal_number(optval);
            if (sig < 0) {
                complain("%s: invalid signal", quote_always(optval));
                try_help();
            }
        } else if (c == 'k') {
            kill_after = duration(optval);
        } else if (c == 'F') {
            foreground = 1;
        } else {
            preserve = 1;
        }
    }
    if (noperands < 2)
        try_help();
    limit = duration(operands[0]);
    if (!foreground)
        setpgid(0, 0);
    signal(SIGTTIN, SIG_IGN);
    signal(SIGTTOU, SIG_IGN);
    signal(SIGALRM, on_signal);
    signal(SIGINT, on_signal);
    signal(SIGQUIT, on_signal);
    signal(SIGHUP, on_signal);
    signal(SIGTERM, on_signal);
    signal(sig, on_signal);
    child = fork();
    if (child < 0)
        die_errno(125, "fork system call failed");
    if (!child) {
        signal(SIGTTIN, SIG_DFL);
        signal(SIGTTOU, SIG_DFL);
        execvp(operands[1], operands + 1);
        err = errno;
        complain_errno("failed to run command %s", quote_always(operands[1]));
        _exit(err == ENOENT ? 127 : 126);
    }
    arm(limit);
    while (waitpid(child, &st, 0) < 0 && errno == EINTR)
        ;
    c = WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
    if (timed_out && !preserve && c != 128 + SIGKILL)
        return 124;
    return c;
}
