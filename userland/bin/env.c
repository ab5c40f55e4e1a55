/* env - prints the environment, or runs a program in a changed one. env(1): -i -u -0, NAME=VALUE... */
#include "util.h"

extern char **environ;

int main(int argc, char **argv)
{
    int c, i, end = '\n';
    char *eq;
    trouble = 125;
    while ((c = nextopt(argc, argv, "+0iu:", "ignore-environment=i null=0 unset=u",
                        "[OPTION]... [-] [NAME=VALUE]... [COMMAND [ARG]...]\nSet each NAME to VALUE in the environment and run COMMAND.\n"))) {
        if (c == '0')
            end = 0;
        else if (c == 'i')
            clearenv();
        else if (unsetenv(optval) < 0)
            die_errno(125, "cannot unset '%s'", optval);
    }
    i = 0;
    if (noperands && !strcmp(operands[0], "-")) {
        clearenv();
        i = 1;
    }
    for (; i < noperands && (eq = strchr(operands[i], '=')); i++) {
        *eq = 0;
        setenv(operands[i], eq + 1, 1);
    }
    if (i == noperands) {
        char **e;
        for (e = environ; e && *e; e++)
            printf("%s%c", *e, end);
        return finish();
    }
    if (!end) {
        complain("cannot specify --null (-0) with command");
        try_help();
    }
    execvp(operands[i], operands + i);
    c = errno == ENOENT ? 127 : 126;
    complain_errno("%s", quote_always(operands[i]));
    return c;
}
