/* find - walks directories. find(1): -name -path -type -maxdepth -mindepth -empty -size N[ck] -user -print -print0 -exec CMD {} ;
   -delete, !, -o is not supported. Entries come in the directory's order. */
#include <dirent.h>
#include <fnmatch.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include "util.h"

static char **tests;
static int ntests, max_depth = 1 << 30, min_depth, acts;

static const char *base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

static int is_empty(const char *path, const struct stat *st)
{
    DIR *dir;
    struct dirent *e;
    int n = 0;
    if (S_ISREG(st->st_mode))
        return !st->st_size;
    if (!S_ISDIR(st->st_mode) || !(dir = opendir(path)))
        return 0;
    while ((e = readdir(dir)))
        n += strcmp(e->d_name, ".") && strcmp(e->d_name, "..");
    closedir(dir);
    return !n;
}

static int size_fits(const char *spec, off_t size)
{
    int sign = *spec == '+' ? 1 : *spec == '-' ? -1 : 0;
    char *end;
    long n = strtol(spec + (sign != 0), &end, 10), unit = *end == 'c' ? 1 : *end == 'k' ? 1024 : *end == 'M' ? 1 << 20 : 512;
    long have = (size + unit - 1) / unit;
    return sign > 0 ? have > n : sign < 0 ? have < n : have == n;
}

static int type_of(mode_t m)
{
    return S_ISREG(m) ? 'f' : S_ISDIR(m) ? 'd' : S_ISLNK(m) ? 'l' : S_ISFIFO(m) ? 'p' : S_ISSOCK(m) ? 's' : S_ISCHR(m) ? 'c' : 'b';
}

/* Runs -exec's words up to ;, {} being the path; *i goes to the ;. */
static int execute(const char *path, int *i)
{
    char *args[256];
    int n = 0, st;
    pid_t pid;
    for (; *i < ntests && strcmp(tests[*i], ";"); ++*i)
        if (n < 255)
            args[n++] = strcmp(tests[*i], "{}") ? tests[*i] : (char *)path;
    args[n] = NULL;
    if (!n)
        die(1, "missing argument to `-exec'");
    fflush(stdout);
    pid = fork();
    if (!pid) {
        execvp(args[0], args);
        fprintf(stderr, "find: %s: %s\n", quote_always(args[0]), strerror(errno));
        _exit(1);
    }
    return pid > 0 && waitpid(pid, &st, 0) == pid && !st;
}

static void judge(const char *path, const struct stat *st)
{
    int i, no = 0;
    for (i = 0; i < ntests; i++) {
        const char *t = tests[i], *arg = i + 1 < ntests ? tests[i + 1] : "";
        int yes = 1;
        if (!strcmp(t, "!") || !strcmp(t, "-not")) {
            no = !no;
            continue;
        }
        if (!strcmp(t, "-name")) yes = !fnmatch(arg, base(path), 0), i++;
        else if (!strcmp(t, "-path")) yes = !fnmatch(arg, path, 0), i++;
        else if (!strcmp(t, "-type")) yes = type_of(st->st_mode) == *arg, i++;
        else if (!strcmp(t, "-size")) yes = size_fits(arg, st->st_size), i++;
        else if (!strcmp(t, "-user")) {
            struct passwd *pw = getpwnam(arg);
            yes = pw && pw->pw_uid == st->st_uid, i++;
        }
        else if (!strcmp(t, "-empty")) yes = is_empty(path, st);
        else if (!strcmp(t, "-maxdepth") || !strcmp(t, "-mindepth")) i++;
        else if (!strcmp(t, "-print")) puts(path);
        else if (!strcmp(t, "-print0")) fputs(path, stdout), putchar(0);
        else if (!strcmp(t, "-delete")) {
            if (S_ISDIR(st->st_mode) ? rmdir(path) : unlink(path))
                complain_errno("cannot delete %s", quote_always(path));
        }
        else if (!strcmp(t, "-exec")) i++, yes = execute(path, &i);
        if (yes == no)
            return;
        no = 0;
    }
    if (!acts)
        puts(path);
}

static void walk(const char *path, int depth, int contents_first)
{
    struct stat st;
    DIR *dir;
    struct dirent *e;
    if (lstat(path, &st) < 0) {
        fprintf(stderr, "find: %s: %s\n", quote_always(path), strerror(errno));
        status = 1;
        return;
    }
    if (!contents_first && depth >= min_depth)
        judge(path, &st);
    if (S_ISDIR(st.st_mode) && depth < max_depth) {
        if (!(dir = opendir(path))) {
            fprintf(stderr, "find: %s: %s\n", quote_always(path), strerror(errno));
            status = 1;
        } else {
            while ((e = readdir(dir))) {
                size_t n = strlen(path);
                char *below;
                if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
                    continue;
                below = xmalloc(n + strlen(e->d_name) + 2);
                sprintf(below, "%s%s%s", path, n && path[n - 1] == '/' ? "" : "/", e->d_name);
                walk(below, depth + 1, contents_first);
                free(below);
            }
            closedir(dir);
        }
    }
    if (contents_first && depth >= min_depth)
        judge(path, &st);
}

static void check_tests(void)
{
    static const char *const with[] = {"-name", "-path", "-type", "-size", "-user", "-maxdepth", "-mindepth", "-exec", NULL};
    static const char *const without[] = {"!", "-not", "-empty", "-print", "-print0", "-delete", "-a", NULL};
    int i, k;
    for (i = 0; i < ntests; i++) {
        for (k = 0; with[k] && strcmp(with[k], tests[i]); k++)
            ;
        if (with[k]) {
            if (i + 1 >= ntests)
                die(1, "missing argument to `%s'", tests[i]);
            if (!strcmp(tests[i], "-maxdepth")) max_depth = atoi(tests[i + 1]);
            if (!strcmp(tests[i], "-mindepth")) min_depth = atoi(tests[i + 1]);
            if (!strcmp(tests[i], "-exec")) {
                acts = 1;
                while (i < ntests && strcmp(tests[i], ";"))
                    i++;
                if (i == ntests)
                    die(1, "missing argument to `-exec'");
            } else {
                i++;
            }
            continue;
        }
        for (k = 0; without[k] && strcmp(without[k], tests[i]); k++)
            ;
        if (!without[k])
            die(1, "not supported: %s", tests[i]);
        acts |= !strncmp(tests[i], "-print", 6) || !strcmp(tests[i], "-delete");
    }
}

int main(int argc, char **argv)
{
    int i, n = 1, deletes = 0;
    progname = "find";
    while (n < argc && *argv[n] != '-' && *argv[n] != '!')
        n++;
    tests = argv + n;
    ntests = argc - n;
    check_tests();
    for (i = 0; i < ntests; i++)
        deletes |= !strcmp(tests[i], "-delete");
    if (n == 1)
        walk(".", 0, deletes);
    for (i = 1; i < n; i++)
        walk(argv[i], 0, deletes);
    return finish();
}
