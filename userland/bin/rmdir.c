/* rmdir - removes empty directories. rmdir(1): -p -v */
#include "util.h"

int main(int argc, char **argv)
{
    int c, i, parents = 0, verbose = 0;
    while ((c = nextopt(argc, argv, "pv", "parents=p verbose=v", "[OPTION]... DIRECTORY...\nRemove the DIRECTORY(ies), if they are empty.\n"))) {
        if (c == 'p') parents = 1;
        else verbose = 1;
    }
    if (!noperands) {
        complain("missing operand");
        try_help();
    }
    for (i = 0; i < noperands; i++) {
        char *name = operands[i], *slash;
        for (;;) {
            if (verbose)
                printf("%s: removing directory, %s\n", progname, quote_always(name));
            if (rmdir(name) < 0) {
                complain_errno(name == operands[i] && !parents ? "failed to remove %s" : "failed to remove %s", quote_always(name));
                break;
            }
            slash = strrchr(name, '/');
            if (!parents || !slash || slash == name)
                break;
            *slash = 0;
        }
    }
    return finish();
}
