/* rm - removes files and trees. rm(1): -r -R -f -d -v -i */
#include <dirent.h>
#include <sys/stat.h>
#include "util.h"

static int recursive, force, empty_dirs, verbose, ask;

/* -i, and a file that may not be written when a person is at the terminal. */
static int confirmed(const char *what, const char *name)
{
    int c, first;
    if (!ask)
        return 1;
    fprintf(stderr, "%s: %s %s? ", progname, what, quote_always(name));
    first = c = getchar();
    while (c != '\n' && c != EOF)
        c = getchar();
    return first == 'y' || first == 'Y';
}

static void remove_path(const char *name)
{
    struct stat st;
    DIR *d;
    struct dirent *e;
    int is_dir;
    if (lstat(name, &st) < 0) {
        if (!force || (errno != ENOENT && errno != ENOTDIR))
            complain_errno("cannot remove %s", quote_always(name));
        return;
    }
    is_dir = S_ISDIR(st.st_mode);
    if (is_dir && !recursive && !empty_dirs) {
        complain("cannot remove %s: Is a directory", quote_always(name));
        return;
    }
    if (is_dir && recursive) {
        if (!(d = opendir(name))) {
            complain_errno("cannot remove %s", quote_always(name));
            return;
        }
        while ((e = readdir(d))) {
            if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
                continue;
            char *path = xmalloc(strlen(name) + strlen(e->d_name) + 2);
            sprintf(path, "%s%s%s", name, name[strlen(name) - 1] == '/' ? "" : "/", e->d_name);
            remove_path(path);
            free(path);
        }
        closedir(d);
    }
    if (!confirmed(is_dir ? "remove directory" : st.st_size ? "remove regular file" : "remove regular empty file", name))
        return;
    if ((is_dir ? rmdir : unlink)(name) < 0)
        complain_errno("cannot remove %s", quote_always(name));
    else if (verbose)
        printf(is_dir ? "removed directory %s\n" : "removed %s\n", quote_always(name));
}

int main(int argc, char **argv)
{
    int c, i;
    while ((c = nextopt(argc, argv, "dfirRv", "dir=d force=f recursive=r verbose=v", "[OPTION]... [FILE]...\nRemove (unlink) the FILE(s).\n"))) {
        switch (c) {
        case 'd': empty_dirs = 1; break;
        case 'f': force = 1; ask = 0; break;
        case 'i': ask = 1; force = 0; break;
        case 'v': verbose = 1; break;
        default: recursive = 1;
        }
    }
    if (!noperands && !force) {
        complain("missing operand");
        try_help();
    }
    for (i = 0; i < noperands; i++) {
        char *name = operands[i], *last;
        size_t n = strlen(name);
        while (n > 1 && name[n - 1] == '/')
            n--;
        for (last = name + n; last > name && last[-1] != '/'; last--)
            ;
        if (recursive && ((n - (last - name) == 1 && *last == '.') || (n - (last - name) == 2 && !strncmp(last, "..", 2)))) {
            complain("refusing to remove '.' or '..' directory: skipping %s", quote_always(name));
            continue;
        }
        if (recursive && n == 1 && *name == '/')
            die(1, "it is dangerous to operate recursively on '/'\n%s: use --no-preserve-root to override this failsafe", progname);
        remove_path(name);
    }
    return finish();
}
