/* chmod - changes the permission bits of files. chmod(1): -R -v -c -f, octal and symbolic modes */
#include <dirent.h>
#include <sys/stat.h>
#include "util.h"

static int recursive, quiet;
static const char *mode_text;

static void change(const char *name, int depth)
{
    struct stat st;
    DIR *d;
    struct dirent *e;
    if ((depth ? lstat : stat)(name, &st) < 0) {
        if (!quiet)
            complain_errno("cannot access %s", quote_always(name));
        status = 1;
        return;
    }
    if (S_ISLNK(st.st_mode))
        return;
    if (chmod(name, parse_mode(mode_text, st.st_mode & 07777, S_ISDIR(st.st_mode))) < 0) {
        if (!quiet)
            complain_errno("changing permissions of %s", quote_always(name));
        status = 1;
    }
    if (!recursive || !S_ISDIR(st.st_mode))
        return;
    if (!(d = opendir(name))) {
        complain_errno("cannot read directory %s", quote_always(name));
        return;
    }
    while ((e = readdir(d))) {
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
            continue;
        char *path = xmalloc(strlen(name) + strlen(e->d_name) + 2);
        sprintf(path, "%s/%s", name, e->d_name);
        change(path, depth + 1);
        free(path);
    }
    closedir(d);
}

int main(int argc, char **argv)
{
    int c, i;
    /* A mode such as -w or -x,o+r is no option. */
    for (i = 1; i < argc; i++) {
        if (argv[i][0] == '-' && argv[i][1] && strchr("rwxXstugoa=", argv[i][1])) {
            mode_text = argv[i];
            memmove(argv + i, argv + i + 1, (argc - i) * sizeof *argv);
            argc--;
            break;
        }
    }
    while ((c = nextopt(argc, argv, "Rfvc", "recursive=R silent=f quiet=f", "[OPTION]... MODE[,MODE]... FILE...\nChange the mode of each FILE to MODE.\n"))) {
        if (c == 'R') recursive = 1;
        if (c == 'f') quiet = 1;
    }
    if (!mode_text && noperands) {
        mode_text = *operands++;
        noperands--;
    }
    if (!mode_text || !noperands) {
        if (mode_text)
            complain("missing operand after %s", quote_always(mode_text));
        else
            complain("missing operand");
        try_help();
    }
    if (parse_mode(mode_text, 0, 0) < 0) {
        complain("invalid mode: %s", quote_always(mode_text));
        try_help();
    }
    for (i = 0; i < noperands; i++)
        change(operands[i], 0);
    return status;
}
