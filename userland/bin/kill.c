/* kill - sends a signal to processes. kill(1): -l [N], -s NAME, -NAME, -N, negative ids for groups */
#include <ctype.h>
#include <signal.h>
#include "util.h"

static void usage(void)
{
    fputs("\nUsage:\n kill [options] <pid> [...]\n\nOptions:\n"
          " <pid> [...]            send signal to every <pid> listed\n"
          " -<signal>, -s <signal> specify the <signal> to be sent\n"
          " -l [<signal>]          list all signal names, or convert one to a name\n", stderr);
    exit(1);
}

/* kill -l: all names, or each argument turned into the other form. */
static int list(char **args)
{
    int i, column = 0;
    if (!*args) {
        for (i = 1; i <= 31; i++) {
            const char *name = signal_name(i);
            if (column && column + strlen(name) + 1 > 79)
                putchar('\n'), column = 0;
            column += printf(column ? " %s" : "%s", name);
        }
        putchar('\n');
    }
    for (; *args; args++) {
        int sig = signal_number(*args);
        if (sig < 0 || !signal_name(sig)) {
            complain("unknown signal name %s", *args);
            return 1;
        }
        if (isdigit((unsigned char)**args))
            puts(signal_name(sig));
        else
            printf("%d\n", sig);
    }
    return finish();
}

int main(int argc, char **argv)
{
    int sig = SIGTERM, i = 1;
    char *end, *name = NULL;
    progname = argv[0];
    if (argc > 1 && !strcmp(argv[1], "-l"))
        return list(argv + 2);
    if (argc > 2 && (!strcmp(argv[1], "-s") || !strcmp(argv[1], "--signal"))) {
        name = argv[2];
        i = 3;
    } else if (argc > 1 && argv[1][0] == '-' && strcmp(argv[1], "--")) {
        name = argv[1] + 1;
        i = 2;
    }
    if (name && (sig = signal_number(name)) < 0) {
        complain("unknown signal name %s", name);
        usage();
    }
    if (i < argc && !strcmp(argv[i], "--"))
        i++;
    if (i >= argc)
        usage();
    for (; i < argc; i++) {
        long pid = strtol(argv[i], &end, 10);
        if (end == argv[i] || *end) {
            complain("failed to parse argument: '%s'", argv[i]);
            return 1;
        }
        if (kill((pid_t)pid, sig) < 0)
            complain_errno("(%ld)", pid);
    }
    return status;
}
