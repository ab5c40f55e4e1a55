/* ln - makes links. ln(1): -s -f -n -v -t DIR -T */
#include <sys/stat.h>
#include "copy.h"
#include "util.h"

static int symbolic, force, verbose;

static void make_link(const char *from, const char *to)
{
    struct stat st, there;
    if (!symbolic) {
        if (stat(from, &st) < 0) {
            complain_errno("failed to access %s", quote_always(from));
            return;
        }
        if (S_ISDIR(st.st_mode)) {
            complain("%s: hard link not allowed for directory", quote(from));
            return;
        }
        if (force && !lstat(to, &there) && st.st_dev == there.st_dev && st.st_ino == there.st_ino) {
            complain("%s and %s are the same file", quote_always(from), quote_always(to));
            return;
        }
    }
    if (force)
        unlink(to);
    if ((symbolic ? symlink : link)(from, to) < 0) {
        if (symbolic)
            complain_errno("failed to create symbolic link %s", quote_always(to));
        else if (errno == EEXIST)
            complain_errno("failed to create hard link %s", quote_always(to));
        else
            complain_errno("failed to create hard link %s => %s", quote_always(to), quote_always(from));
    } else if (verbose) {
        printf("%s %s> %s\n", quote_always(to), symbolic ? "-" : "=", quote_always(from));
    }
}

int main(int argc, char **argv)
{
    char *given = NULL, *dest;
    int c, i, into, plain = 0;
    while ((c = nextopt(argc, argv, "fnst:Tv", "symbolic=s force=f no-dereference=n target-directory=t no-target-directory=T verbose=v",
                        "[OPTION]... [-T] TARGET LINK_NAME\n  or:  ln [OPTION]... TARGET\n  or:  ln [OPTION]... TARGET... DIRECTORY\nIn the 1st form, create a link to TARGET with the name LINK_NAME.\n"))) {
        switch (c) {
        case 'f': force = 1; break;
        case 's': symbolic = 1; break;
        case 'v': verbose = 1; break;
        case 't': given = optval; break;
        case 'T': case 'n': plain = 1; break;
        }
    }
    if (noperands == 1 && !given)
        given = ".";
    dest = destination(given, &into, "missing destination file operand after %s");
    if (plain)
        into = 0;
    for (i = 0; i < noperands; i++)
        make_link(operands[i], into ? target_in(dest, operands[i]) : dest);
    return finish();
}
