/* mkdir - makes directories. mkdir(1): -p -m MODE -v */
#include <sys/stat.h>
#include "util.h"

static int verbose, parents;
static long mode = -1;

static void made(const char *name)
{
    if (verbose)
        printf("%s: created directory %s\n", progname, quote_always(name));
}

/* mkdir -p: each part of the path that is not there. */
static int make_parents(char *name)
{
    char *p = name;
    struct stat st;
    while (*p == '/')
        p++;
    for (; (p = strchr(p, '/')); p++) {
        while (p[1] == '/')
            p++;
        if (!p[1])
            break;
        *p = 0;
        if (!mkdir(name, 0777))
            made(name);
        else if (errno != EEXIST || (!stat(name, &st) && !S_ISDIR(st.st_mode) && (errno = ENOTDIR))) {
            complain_errno("cannot create directory %s", quote_always(name));
            return -1;
        }
        *p = '/';
    }
    return 0;
}

int main(int argc, char **argv)
{
    int c, i;
    const char *mode_text = NULL;
    struct stat st;
    while ((c = nextopt(argc, argv, "m:pv", "mode=m parents=p verbose=v",
                        "[OPTION]... DIRECTORY...\nCreate the DIRECTORY(ies), if they do not already exist.\n"))) {
        if (c == 'm') mode_text = optval;
        else if (c == 'p') parents = 1;
        else verbose = 1;
    }
    if (!noperands) {
        complain("missing operand");
        try_help();
    }
    if (mode_text && (mode = parse_mode(mode_text, 0777, 1)) < 0)
        die(1, "invalid mode %s", quote_always(mode_text));
    for (i = 0; i < noperands; i++) {
        char *name = operands[i];
        if (parents && make_parents(name) < 0)
            continue;
        if (mkdir(name, 0777) < 0) {
            int err = errno;
            if (parents && err == EEXIST && !stat(name, &st) && S_ISDIR(st.st_mode))
                continue;
            errno = err;
            complain_errno("cannot create directory %s", quote_always(name));
            continue;
        }
        made(name);
        if (mode >= 0 && chmod(name, mode) < 0)
            complain_errno("cannot set permissions of %s", quote_always(name));
    }
    return finish();
}
