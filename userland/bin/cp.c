/* cp - copies files and trees. cp(1): -r -R -a -p -f -i -n -v -t DIR -T */
#include "copy.h"
#include "util.h"

int main(int argc, char **argv)
{
    struct copy how = {0};
    char *given = NULL, *dest;
    int c, i, into, plain = 0;
    while ((c = nextopt(argc, argv, "adfinprRt:TvP",
                        "archive=a force=f interactive=i no-clobber=n recursive=r target-directory=t no-target-directory=T verbose=v",
                        "[OPTION]... [-T] SOURCE DEST\n  or:  cp [OPTION]... SOURCE... DIRECTORY\nCopy SOURCE to DEST, or multiple SOURCE(s) to DIRECTORY.\n"))) {
        switch (c) {
        case 'a': how.recursive = how.preserve = how.no_dereference = 1; break;
        case 'd': case 'P': how.no_dereference = 1; break;
        case 'f': how.force = 1; break;
        case 'i': how.interactive = 1; break;
        case 'n': how.no_clobber = 1; break;
        case 'p': how.preserve = 1; break;
        case 'r': case 'R': how.recursive = how.no_dereference = 1; break;
        case 't': given = optval; break;
        case 'T': plain = 1; break;
        case 'v': how.verbose = 1; break;
        }
    }
    dest = destination(given, &into, "missing destination file operand after %s");
    if (plain)
        into = 0;
    for (i = 0; i < noperands; i++) {
        char *to = into ? target_in(dest, operands[i]) : dest;
        if (!into && *dest && dest[strlen(dest) - 1] == '/' && !is_directory(dest) && !is_directory(operands[i])) {
            complain("cannot create regular file %s: Not a directory", quote_always(dest));
            continue;
        }
        copy_path(&how, operands[i], to);
    }
    return finish();
}
