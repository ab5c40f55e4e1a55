/* sh_jobs.c - processes of the shell: forking, waiting, and job control on a terminal.
   Jobs are in order of use, the current one first, as %+ and %- want them. */
#include <ctype.h>
#include <fcntl.h>
#include <sys/wait.h>
#include "sh_core.h"
#include "util.h"

struct job *jobs;
pid_t shell_pid, last_background;
static int terminal = -1;      /* the controlling terminal while job control is on */
static pid_t shell_group, group_before;

static void free_processes(struct job *j)
{
    while (j->first) {
        struct process *p = j->first;
        j->first = p->next;
        free(p->text);
        free(p);
    }
}

void free_job(struct job *j)
{
    struct job **p = &jobs;
    while (*p && *p != j)
        p = &(*p)->next;
    if (*p)
        *p = j->next;
    free_processes(j);
    free(j);
}

void forget_jobs(void)
{
    while (jobs)
        free_job(jobs);
}

/* Makes a job the current one; stopped jobs stand before running ones. */
static void make_current(struct job *j)
{
    struct job **p = &jobs;
    while (*p && *p != j)
        p = &(*p)->next;
    if (*p)
        *p = j->next;
    p = &jobs;
    if (j->state != J_STOPPED)
        while (*p && (*p)->state == J_STOPPED)
            p = &(*p)->next;
    j->next = *p;
    *p = j;
}

struct job *new_job(const struct node *n)
{
    struct job *j = memset(xmalloc(sizeof *j), 0, sizeof *j), *k;
    (void)n;
    j->number = 1;
    for (k = jobs; k; k = k->next)
        if (k->number >= j->number)
            j->number = k->number + 1;
    j->controlled = opt_m && !subshell_depth;
    make_current(j);
    return j;
}

/* The child's half of fork_job(). */
static void become_subshell(struct job *j, int background)
{
    int first = j && !j->first, controlled = j && j->controlled;
    pid_t group = controlled ? (first ? getpid() : j->group) : 0;
    subshell_depth++;
    if (controlled) {
        setpgid(0, group);
        if (!background)
            tcsetpgrp(terminal, group);
        signal(SIGTSTP, SIG_DFL);
        signal(SIGTTOU, SIG_DFL);
        signal(SIGTTIN, SIG_DFL);
    } else if (background) {
        ignore_signal(SIGINT);
        ignore_signal(SIGQUIT);
        if (first) {
            int fd = open("/dev/null", O_RDONLY);
            if (fd > 0) {
                dup2(fd, 0);
                close(fd);
            }
        }
    }
    clear_traps();
    forget_jobs();
}

pid_t fork_job(struct job *j, const struct node *n, int background)
{
    struct process *p, **end;
    struct str text = {0};
    pid_t pid;
    fflush(stdout);
    pid = fork();
    if (pid < 0) {
        if (j && !j->first)
            free_job(j);
        fail("Cannot fork");
    }
    if (!pid) {
        become_subshell(j, background);
        return 0;
    }
    if (background)
        last_background = pid;
    if (!j)
        return pid;
    if (j->controlled) {
        if (!j->first)
            j->group = pid;
        setpgid(pid, j->group);
    }
    p = memset(xmalloc(sizeof *p), 0, sizeof *p);
    p->pid = pid;
    if (opt_m) {
        tree_text(&text, n);
        str_put(&text, 0);
        p->text = text.s;
    }
    for (end = &j->first; *end; end = &(*end)->next)
        ;
    *end = p;
    return pid;
}

/* ---- waiting ---- */

static int shell_status(int st)
{
    return WIFEXITED(st) ? WEXITSTATUS(st) : 128 + (WIFSTOPPED(st) ? WSTOPSIG(st) : WTERMSIG(st));
}

static struct process *last_process(struct job *j)
{
    struct process *p = j->first;
    while (p && p->next)
        p = p->next;
    return p;
}

int job_status(struct job *j)
{
    struct process *p = last_process(j);
    if (j->state == J_STOPPED)
        for (p = j->first; p->next && p->state != J_STOPPED; p = p->next)
            ;
    return p ? shell_status(p->status) : 0;
}

/* What a status says: nothing for a normal exit, or only for the signals that are worth a word. */
static int status_text(char *s, int st, int signals_only)
{
    int sig;
    *s = 0;
    if (WIFEXITED(st)) {
        if (signals_only)
            return 0;
        return WEXITSTATUS(st) ? sprintf(s, "Done(%d)", WEXITSTATUS(st)) : sprintf(s, "Done");
    }
    sig = WIFSTOPPED(st) ? WSTOPSIG(st) : WTERMSIG(st);
    if (signals_only && (sig == SIGINT || sig == SIGPIPE || WIFSTOPPED(st)))
        return 0;
    return snprintf(s, 48, "%s%s", strsignal(sig), !WIFSTOPPED(st) && WCOREDUMP(st) ? " (core dumped)" : "");
}

static void update_job(struct job *j)
{
    struct process *p;
    int state = J_DONE;
    for (p = j->first; p; p = p->next) {
        if (p->state == J_RUNNING)
            state = J_RUNNING;
        else if (p->state == J_STOPPED && state == J_DONE)
            state = J_STOPPED;
    }
    if (state != j->state) {
        j->state = state;
        j->changed = 1;
        if (state == J_STOPPED)
            make_current(j);
    }
}

int wait_any(struct job *watched, int block)
{
    int st, flags = (block ? 0 : WNOHANG) | (opt_m ? WUNTRACED : 0);
    struct job *j;
    struct process *p;
    char text[64];
    pid_t pid = waitpid(-1, &st, flags);
    if (pid < 0)
        return errno == EINTR ? -1 : 0;
    if (!pid)
        return 0;
    for (j = jobs; j; j = j->next) {
        for (p = j->first; p && (p->pid != pid || p->state == J_DONE); p = p->next)
            ;
        if (!p)
            continue;
        p->status = st;
        p->state = WIFSTOPPED(st) ? J_STOPPED : J_DONE;
        update_job(j);
        if (j == watched && status_text(text, st, 1))
            fprintf(stderr, "%s\n", text);
        break;
    }
    return 1;
}

/* Waits for a job in the foreground; its status. A job that is done is gone afterwards. */
int wait_job(struct job *j)
{
    int status, r, interrupted;
    struct process *p;
    while (j->state == J_RUNNING) {
        r = wait_any(j, 1);
        if (!r)
            j->state = J_DONE; /* somebody else has waited for it */
    }
    if (j->controlled)
        tcsetpgrp(terminal, shell_group);
    status = job_status(j);
    p = last_process(j);
    interrupted = j->controlled && p && j->state == J_DONE && WIFSIGNALED(p->status) && WTERMSIG(p->status) == SIGINT;
    if (j->state == J_DONE)
        free_job(j);
    if (interrupted && opt_i)
        raise(SIGINT); /* for the shell too: its trap, or back to the prompt */
    return status;
}

struct job *job_of(pid_t pid)
{
    struct job *j;
    struct process *p;
    for (j = jobs; j; j = j->next)
        for (p = j->first; p; p = p->next)
            if (p->pid == pid && !p->next)
                return j;
    return NULL;
}

/* %1, %+, %-, %%, %name, %?text or a process id; fail() if there is none. */
struct job *find_job(const char *spec)
{
    struct job *j = jobs, *found = NULL;
    const char *s = spec ? spec : "%+";
    if (*s == '%') {
        s++;
        if (!*s || (!s[1] && (*s == '+' || *s == '%'))) {
            if (!j)
                fail("No current job");
            return j;
        }
        if (!s[1] && *s == '-') {
            if (!j || !j->next)
                fail("No previous job");
            return j->next;
        }
        for (; j; j = j->next) {
            if (isdigit((unsigned char)*s)) {
                if (j->number == atoi(s))
                    return j;
            } else if (j->first && j->first->text &&
                       (*s == '?' ? strstr(j->first->text, s + 1) != NULL : !strncmp(j->first->text, s, strlen(s)))) {
                if (found)
                    fail("%s: ambiguous", spec);
                found = j;
            }
        }
    } else if (isdigit((unsigned char)*s)) {
        found = job_of(atoi(s));
    }
    if (!found)
        fail("No such job: %s", spec);
    return found;
}

/* ---- showing ---- */

void show_job(FILE *out, struct job *j, int mode)
{
    char s[128];
    struct process *p = j->first;
    int col, indent;
    if (mode == 'p') {
        fprintf(out, "%d\n", p ? (int)p->pid : 0);
        return;
    }
    col = indent = sprintf(s, "[%d]   ", j->number);
    if (j == jobs)
        s[col - 2] = '+';
    else if (jobs && j == jobs->next)
        s[col - 2] = '-';
    if (mode == 'l')
        col += sprintf(s + col, "%d ", (int)p->pid);
    if (j->state == J_RUNNING) {
        col += sprintf(s + col, "Running");
    } else {
        struct process *q = last_process(j);
        if (j->state == J_STOPPED)
            for (q = j->first; q->next && q->state != J_STOPPED; q = q->next)
                ;
        col += status_text(s + col, q->status, 0);
    }
    for (;;) {
        fprintf(out, "%s%*c%s", s, 33 - col > 0 ? 33 - col : 0, ' ', p->text ? p->text : "");
        p = p->next;
        if (!p)
            break;
        if (mode == 'l')
            col = sprintf(s, " |\n%*c%d ", indent, ' ', (int)p->pid) - 3;
        else
            col = 33, strcpy(s, " |");
    }
    putc('\n', out);
    j->changed = 0;
}

/* At a prompt: what has happened to the jobs since the last one. */
void report_jobs(void)
{
    struct job *j, *next;
    while (wait_any(NULL, 0) > 0)
        ;
    for (j = jobs; j; j = next) {
        next = j->next;
        if (j->changed)
            show_job(stderr, j, 0);
        if (j->state == J_DONE)
            free_job(j);
    }
}

int stopped_jobs(void)
{
    struct job *j;
    for (j = jobs; j; j = j->next)
        if (j->state == J_STOPPED)
            return 1;
    return 0;
}

/* ---- job control ---- */

void set_job_control(int on)
{
    pid_t group;
    if (!on) {
        if (terminal < 0)
            return;
        tcsetpgrp(terminal, group_before);
        setpgid(0, group_before);
        close(terminal);
        terminal = -1;
        signal(SIGTSTP, SIG_DFL);
        signal(SIGTTOU, SIG_DFL);
        signal(SIGTTIN, SIG_DFL);
        return;
    }
    if (terminal >= 0)
        return;
    terminal = open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (terminal < 0) {
        int fd = 2;
        while (fd >= 0 && !isatty(fd))
            fd--;
        if (fd >= 0)
            terminal = fcntl(fd, F_DUPFD_CLOEXEC, 10);
    } else {
        int fd = fcntl(terminal, F_DUPFD_CLOEXEC, 10);
        close(terminal);
        terminal = fd;
    }
    /* Started in the background: stop until somebody brings us to the foreground. */
    while (terminal >= 0 && (group = tcgetpgrp(terminal)) != getpgrp()) {
        if (group < 0) {
            close(terminal);
            terminal = -1;
            break;
        }
        kill(0, SIGTTIN);
    }
    if (terminal < 0) {
        warn("can't access tty; job control turned off");
        opt_m = 0;
        return;
    }
    group_before = getpgrp();
    signal(SIGTSTP, SIG_IGN);
    signal(SIGTTOU, SIG_IGN);
    signal(SIGTTIN, SIG_DFL);
    shell_group = shell_pid;
    setpgid(0, shell_group);
    tcsetpgrp(terminal, shell_group);
}

static void continue_job(struct job *j)
{
    struct process *p;
    for (p = j->first; p; p = p->next)
        if (p->state == J_STOPPED)
            p->state = J_RUNNING;
    j->state = J_RUNNING;
    j->changed = 0;
    if (killpg(j->group, SIGCONT) < 0)
        warn("%s", strerror(errno));
}

int b_fg(int argc, char **argv)
{
    int foreground = *argv[0] == 'f', status = 0;
    (void)argc;
    do {
        struct job *j;
        const char *spec = *++argv;
        j = find_job(spec);
        if (!j->controlled)
            fail("job %s not created under job control", spec ? spec : "%+");
        if (j->state == J_DONE)
            fail("job %s has terminated", spec ? spec : "%+");
        if (!foreground)
            printf("[%d] ", j->number);
        for (struct process *p = j->first; p; p = p->next)
            printf("%s%s", p->text ? p->text : "", p->next ? " | " : "\n");
        fflush(stdout);
        if (foreground)
            tcsetpgrp(terminal, j->group);
        continue_job(j);
        make_current(j);
        status = foreground ? wait_job(j) : 0;
    } while (*argv && argv[1]);
    return status;
}

int b_jobs(int argc, char **argv)
{
    int c, mode = 0;
    struct job *j, *next;
    (void)argc;
    while ((c = builtin_option(&argv, "lp")))
        mode = c;
    while (wait_any(NULL, 0) > 0)
        ;
    if (*argv) {
        for (; *argv; argv++)
            show_job(stdout, find_job(*argv), mode);
        return 0;
    }
    for (j = jobs; j; j = next) {
        next = j->next;
        if (!j->first)
            continue;
        show_job(stdout, j, mode);
        if (j->state == J_DONE)
            free_job(j);
    }
    return 0;
}

/* Waits until the job is done or a trap's signal comes; the status. */
static int wait_for(struct job *j)
{
    int status;
    while (j->state == J_RUNNING) {
        if (wait_any(j, 1) < 0 && signal_waits())
            return 128 + (interrupt_pending ? SIGINT : last_trap_signal);
    }
    status = job_status(j);
    if (j->state == J_DONE && !(opt_i && opt_m && j->changed))
        free_job(j); /* at a terminal the next prompt tells first */
    return status;
}

int b_wait(int argc, char **argv)
{
    int status = 0;
    struct job *j;
    (void)argc;
    builtin_option(&argv, "");
    if (!*argv) {
        for (;;) {
            for (j = jobs; j && j->state != J_RUNNING; j = j->next)
                ;
            if (!j)
                break;
            if (wait_any(NULL, 1) < 0 && signal_waits())
                return 128 + (interrupt_pending ? SIGINT : last_trap_signal);
        }
        return 0;
    }
    for (; *argv; argv++) {
        if (**argv == '%')
            j = find_job(*argv);
        else
            j = job_of(number(*argv));
        status = j ? wait_for(j) : 127;
        if (signal_waits())
            break;
    }
    return status;
}

static int list_signals(char **argv)
{
    int i;
    if (!*argv) {
        puts("0");
        for (i = 1; i <= 64; i++) {
            if (i == 16 || i == 32 || i == 33)
                printf("%d\n", i);
            else
                puts(signal_name(i));
        }
        return 0;
    }
    i = number(*argv);
    if (i > 128)
        i -= 128;
    if (i > 64 || !signal_name(i))
        fail("invalid signal number or exit status: %s", *argv);
    puts(signal_name(i));
    return 0;
}

int b_kill(int argc, char **argv)
{
    static const char usage[] = "Usage: kill [-s sigspec | -signum | -sigspec] [pid | job]... or\nkill -l [exitstatus]";
    int sig = SIGTERM, status = 0;
    pid_t pid;
    argv++;
    if (argc < 2)
        fail(usage);
    if (!strcmp(*argv, "-l"))
        return list_signals(argv + 1);
    if (!strcmp(*argv, "-s")) {
        if (!argv[1])
            fail("No arg for -s option");
        sig = signal_number(argv[1]);
        if (sig < 0)
            fail("invalid signal number or name: %s", argv[1]);
        argv += 2;
    } else if (**argv == '-' && strcmp(*argv, "--")) {
        sig = signal_number(*argv + 1);
        if (sig < 0)
            fail("Illegal option -%c", argv[0][1]);
        argv++;
    }
    if (*argv && !strcmp(*argv, "--"))
        argv++;
    if (!*argv)
        fail(usage);
    for (; *argv; argv++) {
        if (**argv == '%') {
            struct job *j = find_job(*argv);
            /* A job means its group, which it has only under job control: as with dash. */
            pid = -(j->controlled ? j->group : j->first->pid);
        } else {
            pid = **argv == '-' ? -number(*argv + 1) : number(*argv);
        }
        if (kill(pid, sig) < 0) {
            warn("%s\n", strerror(errno));
            status = 1;
        }
    }
    return status;
}
