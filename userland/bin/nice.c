/* nice - runs a program with another niceness. nice(1): -n N, -N */
#include <ctype.h>
#include <sys/resource.h>
#include "util.h"

int main(int argc, char **argv)
{
    static char value[24];
    const char *text = NULL;
    char *end;
    long by = 10;
    trouble = 125;
    /* nice -5 and nice --5 are nice -n 5 and nice -n -5. */
    if (argc > 1 && argv[1][0] == '-' && isdigit((unsigned char)argv[1][1 + (argv[1][1] == '-' || argv[1][1] == '+')]) && strlen(argv[1]) < 20) {
        sprintf(value, "-n%s", argv[1] + 1);
        argv[1] = value;
    }
    while (nextopt(argc, argv, "+n:", "adjustment=n", "[OPTION] [COMMAND [ARG]...]\nRun COMMAND with an adjusted niceness, or print the current one.\n"))
        text = optval;
    if (text) {
        by = strtol(text, &end, 10);
        if (end == text || *end)
            die(125, "invalid adjustment '%s'", text);
    }
    if (!noperands) {
        if (text) {
            complain("a command must be given with an adjustment");
            try_help();
        }
        printf("%d\n", getpriority(PRIO_PROCESS, 0));
        return finish();
    }
    errno = 0;
    if (nice((int)by) == -1 && errno)
        complain_errno("cannot set niceness");
    execvp(operands[0], operands);
    by = errno == ENOENT ? 127 : 126;
    complain_errno("%s", quote_always(operands[0]));
    return (int)by;
}
