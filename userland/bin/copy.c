/* copy.c - what cp, mv and ln share: where an operand goes, and copying a file or a tree. */
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include "copy.h"
#include "util.h"

char *target_in(const char *dir, const char *name)
{
    size_t end = strlen(name), start, n = strlen(dir);
    char *path;
    while (end > 1 && name[end - 1] == '/')
        end--;
    for (start = end; start && name[start - 1] != '/'; start--)
        ;
    path = xmalloc(n + end - start + 2);
    sprintf(path, "%s%s%.*s", dir, n && dir[n - 1] == '/' ? "" : "/", (int)(end - start), name + start);
    return path;
}

int is_directory(const char *name)
{
    struct stat st;
    return !stat(name, &st) && S_ISDIR(st.st_mode);
}

int ask_overwrite(const char *name)
{
    int c, first;
    fprintf(stderr, "%s: overwrite %s? ", progname, quote_always(name));
    first = c = getchar();
    while (c != '\n' && c != EOF)
        c = getchar();
    return first == 'y' || first == 'Y';
}

char *destination(char *given, int *into, const char *missing)
{
    char *dest = given;
    if (!noperands) {
        complain("missing file operand");
        try_help();
    }
    if (!given) {
        if (noperands == 1) {
            complain(missing, quote_always(operands[0]));
            try_help();
        }
        dest = operands[--noperands];
    }
    *into = is_directory(dest);
    if (!*into && given)
        die_errno(1, "target directory %s", quote_always(dest));
    if (!*into && noperands > 1)
        die(1, "target %s: %s", quote_always(dest), access(dest, F_OK) ? strerror(errno) : strerror(ENOTDIR));
    return dest;
}

static int copy_data(const struct copy *how, const char *from, const char *to, const struct stat *st)
{
    static char buffer[65536];
    struct stat old;
    int in, out, existed = !stat(to, &old);
    ssize_t n;
    if (existed && old.st_dev == st->st_dev && old.st_ino == st->st_ino) {
        complain("%s and %s are the same file", quote_always(from), quote_always(to));
        return -1;
    }
    if (existed && S_ISDIR(old.st_mode)) {
        complain("cannot overwrite directory %s with non-directory", quote_always(to));
        return -1;
    }
    if (existed && how->no_clobber)
        return 0;
    if (existed && how->interactive && !ask_overwrite(to))
        return 0;
    in = open(from, O_RDONLY);
    if (in < 0) {
        complain_errno("cannot open %s for reading", quote_always(from));
        return -1;
    }
    out = open(to, O_WRONLY | (existed ? O_TRUNC : O_CREAT | O_EXCL), st->st_mode & 0777);
    if (out < 0 && existed && how->force && !unlink(to))
        out = open(to, O_WRONLY | O_CREAT | O_EXCL, st->st_mode & 0777);
    if (out < 0) {
        complain_errno("cannot create regular file %s", quote_always(to));
        close(in);
        return -1;
    }
    while ((n = read(in, buffer, sizeof buffer)) > 0) {
        if (write_all(out, buffer, n) < 0) {
            complain_errno("error writing %s", quote_always(to));
            break;
        }
    }
    if (n < 0)
        complain_errno("error reading %s", quote_always(from));
    if (how->preserve) {
        struct timespec times[2] = {st->st_atim, st->st_mtim};
        futimens(out, times);
        fchmod(out, st->st_mode & 07777);
    }
    close(in);
    close(out);
    return n ? -1 : 0;
}

static int copy_tree(const struct copy *how, const char *from, const char *to, const struct stat *st)
{
    struct stat old;
    DIR *d;
    struct dirent *e;
    int result = 0, made = 0;
    if (!how->recursive) {
        complain("-r not specified; omitting directory %s", quote_always(from));
        return -1;
    }
    if (stat(to, &old) < 0) {
        if (mkdir(to, (st->st_mode & 0777) | 0700) < 0) {
            complain_errno("cannot create directory %s", quote_always(to));
            return -1;
        }
        made = 1;
    } else if (!S_ISDIR(old.st_mode)) {
        complain("cannot overwrite non-directory %s with directory %s", quote_always(to), quote(from));
        return -1;
    }
    /* Copying a directory into itself would never end. */
    for (char *up = xstrdup(to);;) {
        char *slash = strrchr(up, '/');
        if (slash && slash != up)
            *slash = 0;
        else
            strcpy(up, slash ? "/" : ".");
        if (stat(up, &old) < 0 || (slash && slash == up) || !slash || (old.st_dev == st->st_dev && old.st_ino == st->st_ino)) {
            int self = old.st_dev == st->st_dev && old.st_ino == st->st_ino && strcmp(up, "/");
            free(up);
            if (!self)
                break;
            if (made)
                rmdir(to);
            complain("cannot copy a directory, %s, into itself, %s", quote_always(from), quote_always(to));
            return -1;
        }
    }
    if (!(d = opendir(from))) {
        complain_errno("cannot access %s", quote_always(from));
        return -1;
    }
    while ((e = readdir(d))) {
        char *source, *target;
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
            continue;
        source = target_in(from, e->d_name);
        target = target_in(to, e->d_name);
        result |= copy_path(how, source, target);
        free(source);
        free(target);
    }
    closedir(d);
    if (made)
        chmod(to, st->st_mode & 0777);
    return result;
}

int copy_path(const struct copy *how, const char *from, const char *to)
{
    struct stat st;
    static char link_text[4096];
    int result;
    if ((how->no_dereference ? lstat : stat)(from, &st) < 0) {
        complain_errno("cannot stat %s", quote_always(from));
        return -1;
    }
    if (S_ISDIR(st.st_mode)) {
        result = copy_tree(how, from, to, &st);
    } else if (S_ISLNK(st.st_mode)) {
        ssize_t n = readlink(from, link_text, sizeof link_text - 1);
        link_text[n < 0 ? 0 : n] = 0;
        result = symlink(link_text, to);
        if (result < 0)
            complain_errno("cannot create symbolic link %s", quote_always(to));
    } else if (S_ISFIFO(st.st_mode) && how->recursive) {
        result = mkfifo(to, st.st_mode & 0777);
        if (result < 0)
            complain_errno("cannot create fifo %s", quote_always(to));
    } else {
        result = copy_data(how, from, to, &st);
    }
    if (!result && how->verbose)
        printf("%s -> %s\n", quote_always(from), quote_always(to));
    return result;
}
