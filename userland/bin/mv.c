/* mv - renames or moves files. mv(1): -f -i -n -v -t DIR -T */
#include <stdio.h>
#include <sys/stat.h>
#include "copy.h"
#include "util.h"

static int interactive, no_clobber, verbose;

static void move(char *from, const char *to)
{
    struct stat old, new;
    size_t n = strlen(from);
    if (lstat(from, &old) < 0) {
        complain_errno("cannot stat %s", quote_always(from));
        return;
    }
    if (!lstat(to, &new)) {
        if (old.st_dev == new.st_dev && old.st_ino == new.st_ino) {
            complain("%s and %s are the same file", quote_always(from), quote_always(to));
            return;
        }
        if (no_clobber || (interactive && !ask_overwrite(to)))
            return;
        if (S_ISDIR(new.st_mode) && !S_ISDIR(old.st_mode)) {
            complain("cannot overwrite directory %s with non-directory", quote_always(to));
            return;
        }
        if (!S_ISDIR(new.st_mode) && S_ISDIR(old.st_mode)) {
            complain("cannot overwrite non-directory %s with directory %s", quote_always(to), quote_always(from));
            return;
        }
    }
    if (rename(from, to) < 0) {
        int err = errno;
        while (n > 1 && from[n - 1] == '/')
            from[--n] = 0;
        errno = err;
        if (err == EINVAL)
            complain("cannot move %s to a subdirectory of itself, %s", quote_always(from), quote_always(to));
        else
            complain_errno("cannot move %s to %s", quote_always(from), quote_always(to));
    } else if (verbose) {
        printf("renamed %s -> %s\n", quote_always(from), quote_always(to));
    }
}

int main(int argc, char **argv)
{
    char *given = NULL, *dest;
    int c, i, into, plain = 0;
    while ((c = nextopt(argc, argv, "fint:Tv", "force=f interactive=i no-clobber=n target-directory=t no-target-directory=T verbose=v",
                        "[OPTION]... [-T] SOURCE DEST\n  or:  mv [OPTION]... SOURCE... DIRECTORY\nRename SOURCE to DEST, or move SOURCE(s) to DIRECTORY.\n"))) {
        switch (c) {
        case 'f': interactive = no_clobber = 0; break;
        case 'i': interactive = 1; break;
        case 'n': no_clobber = 1; break;
        case 't': given = optval; break;
        case 'T': plain = 1; break;
        case 'v': verbose = 1; break;
        }
    }
    dest = destination(given, &into, "missing destination file operand after %s");
    if (plain)
        into = 0;
    for (i = 0; i < noperands; i++)
        move(operands[i], into ? target_in(dest, operands[i]) : dest);
    return finish();
}
