/* sh_trap.c - traps, and the signals of an interactive shell. A handler only notes its signal; commands run later. */
#include <ctype.h>
#include "sh_core.h"
#include "util.h"

enum { NSIGNALS = 65 };

volatile sig_atomic_t pending_signals, interrupt_pending;
int last_trap_signal;
static volatile sig_atomic_t came[NSIGNALS];
static char *actions[NSIGNALS];      /* NULL: default, "": ignored; [0] is EXIT */
static unsigned char at_start[NSIGNALS]; /* 1: looked up, 2: was ignored when the shell began, and stays so */
static int interactive;

static void on_signal(int sig)
{
    if (sig == SIGINT && interactive && !actions[sig]) {
        interrupt_pending = 1;
        return;
    }
    came[sig] = 1;
    pending_signals = 1;
    last_trap_signal = sig;
}

static void set_handler(int sig, void (*handler)(int))
{
    struct sigaction sa;
    memset(&sa, 0, sizeof sa);
    sa.sa_handler = handler;
    sigfillset(&sa.sa_mask);
    sigaction(sig, &sa, NULL);
}

/* Makes the kernel's idea of a signal agree with the trap for it. */
static void update(int sig)
{
    struct sigaction sa;
    if (!at_start[sig]) {
        if (sigaction(sig, NULL, &sa) < 0)
            return;
        at_start[sig] = sa.sa_handler == SIG_IGN && !interactive ? 2 : 1;
    }
    if (at_start[sig] == 2)
        return;
    if (actions[sig])
        set_handler(sig, *actions[sig] ? on_signal : SIG_IGN);
    else if (interactive && sig == SIGINT && !subshell_depth)
        set_handler(sig, on_signal);
    else if (interactive && (sig == SIGTERM || sig == SIGQUIT) && !subshell_depth)
        set_handler(sig, SIG_IGN);
    else
        set_handler(sig, SIG_DFL);
}

void set_interactive_signals(int on)
{
    interactive = on;
    update(SIGINT);
    update(SIGQUIT);
    update(SIGTERM);
}

void ignore_signal(int sig)
{
    at_start[sig] = 2;
    signal(sig, SIG_IGN);
}

int have_traps(void)
{
    int i;
    for (i = 0; i < NSIGNALS; i++)
        if (actions[i] && *actions[i])
            return 1;
    return 0;
}

int signal_waits(void)
{
    return pending_signals || (interrupt_pending && !subshell_depth);
}

static void run_action(int sig)
{
    int status = exit_status, skip = skipping;
    char *text = copy_string(actions[sig]);
    skipping = 0;
    run_string(text, strlen(text), 0);
    free(text);
    if (!skipping) {
        exit_status = status;
        skipping = skip;
    }
}

void run_traps(void)
{
    int i;
    if (interrupt_pending && !subshell_depth) {
        interrupt_pending = 0;
        longjmp(catcher->place, INTERRUPTED);
    }
    while (pending_signals) {
        pending_signals = 0;
        for (i = 1; i < NSIGNALS; i++) {
            if (!came[i])
                continue;
            came[i] = 0;
            if (actions[i] && *actions[i])
                run_action(i);
        }
    }
}

void run_exit_trap(void)
{
    char *text = actions[0];
    actions[0] = NULL;
    if (text && *text) {
        int status = exit_status;
        skipping = 0;
        run_string(text, strlen(text), 0);
        exit_status = status;
    }
}

/* In a subshell: what was caught is as by default again, what was ignored stays ignored. */
void clear_traps(void)
{
    int i, were_interactive = interactive;
    for (i = 0; i < NSIGNALS; i++) {
        if (!actions[i] || !*actions[i])
            continue;
        free(actions[i]);
        actions[i] = NULL;
        came[i] = 0;
        if (i)
            update(i);
    }
    pending_signals = interrupt_pending = 0;
    if (were_interactive) {
        update(SIGINT);
        update(SIGQUIT);
        update(SIGTERM);
    }
}

static void show(int sig)
{
    const char *p = actions[sig];
    if (!p)
        return;
    fputs("trap -- '", stdout);
    for (; *p; p++) {
        if (*p == '\'')
            fputs("'\"'\"'", stdout);
        else
            putchar(*p);
    }
    printf("' %s\n", signal_name(sig));
}

int b_trap(int argc, char **argv)
{
    int i, status = 0;
    char *action;
    argv++;
    argc--;
    if (argc && !strcmp(*argv, "--"))
        argv++, argc--;
    if (!argc) {
        for (i = 0; i < NSIGNALS; i++)
            show(i);
        return 0;
    }
    /* Without an action, or with a number in its place, signals go back to the default. */
    action = argc == 1 || isdigit((unsigned char)**argv) ? NULL : *argv++;
    if (action && !strcmp(action, "-"))
        action = NULL;
    for (; *argv; argv++) {
        int sig = signal_number(*argv);
        if (sig < 0) {
            fprintf(stderr, "trap: %s: bad trap\n", *argv);
            status = 1;
            continue;
        }
        free(actions[sig]);
        actions[sig] = action ? copy_string(action) : NULL;
        if (sig)
            update(sig);
    }
    return status;
}
