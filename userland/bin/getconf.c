/* getconf - values of sysconf(3), pathconf(3) and limits.h. getconf(1): NAME [PATH], -a [PATH], -v SPECIFICATION */
#include <limits.h>
#include "util.h"

enum { SYSTEM, PATH, CONSTANT };

static const struct {
    const char *name;
    int kind;
    long id;
} names[] = {
    {"LINK_MAX", PATH, _PC_LINK_MAX}, {"_POSIX_LINK_MAX", PATH, _PC_LINK_MAX}, {"MAX_CANON", PATH, _PC_MAX_CANON},
    {"MAX_INPUT", PATH, _PC_MAX_INPUT}, {"NAME_MAX", PATH, _PC_NAME_MAX}, {"_POSIX_NAME_MAX", PATH, _PC_NAME_MAX},
    {"PATH_MAX", PATH, _PC_PATH_MAX}, {"_POSIX_PATH_MAX", PATH, _PC_PATH_MAX}, {"PIPE_BUF", PATH, _PC_PIPE_BUF},
    {"_POSIX_PIPE_BUF", PATH, _PC_PIPE_BUF}, {"_POSIX_CHOWN_RESTRICTED", PATH, _PC_CHOWN_RESTRICTED},
    {"_POSIX_NO_TRUNC", PATH, _PC_NO_TRUNC}, {"_POSIX_VDISABLE", PATH, _PC_VDISABLE},
    {"ARG_MAX", SYSTEM, _SC_ARG_MAX}, {"CHAR_BIT", CONSTANT, CHAR_BIT}, {"CHAR_MAX", CONSTANT, CHAR_MAX},
    {"CHAR_MIN", CONSTANT, CHAR_MIN}, {"CHILD_MAX", SYSTEM, _SC_CHILD_MAX}, {"CLK_TCK", SYSTEM, _SC_CLK_TCK},
    {"INT_MAX", CONSTANT, INT_MAX}, {"INT_MIN", CONSTANT, INT_MIN}, {"IOV_MAX", SYSTEM, _SC_IOV_MAX},
    {"LONG_BIT", CONSTANT, 64}, {"NGROUPS_MAX", SYSTEM, _SC_NGROUPS_MAX}, {"NZERO", CONSTANT, 20},
    {"OPEN_MAX", SYSTEM, _SC_OPEN_MAX}, {"PAGESIZE", SYSTEM, _SC_PAGESIZE}, {"PAGE_SIZE", SYSTEM, _SC_PAGESIZE},
    {"SCHAR_MAX", CONSTANT, SCHAR_MAX}, {"SCHAR_MIN", CONSTANT, SCHAR_MIN}, {"SHRT_MAX", CONSTANT, SHRT_MAX},
    {"SHRT_MIN", CONSTANT, SHRT_MIN}, {"UCHAR_MAX", CONSTANT, UCHAR_MAX}, {"UINT_MAX", CONSTANT, UINT_MAX},
    {"USHRT_MAX", CONSTANT, USHRT_MAX}, {"WORD_BIT", CONSTANT, 32}, {"_AVPHYS_PAGES", SYSTEM, _SC_AVPHYS_PAGES},
    {"_NPROCESSORS_CONF", SYSTEM, _SC_NPROCESSORS_CONF}, {"_NPROCESSORS_ONLN", SYSTEM, _SC_NPROCESSORS_ONLN},
    {"_PHYS_PAGES", SYSTEM, _SC_PHYS_PAGES}, {"HOST_NAME_MAX", SYSTEM, _SC_HOST_NAME_MAX},
    {"_POSIX_VERSION", SYSTEM, _SC_VERSION}, {"_POSIX_ARG_MAX", SYSTEM, _SC_ARG_MAX},
    {"_POSIX_CHILD_MAX", SYSTEM, _SC_CHILD_MAX}, {"_POSIX_OPEN_MAX", SYSTEM, _SC_OPEN_MAX},
};
enum { COUNT = sizeof names / sizeof *names };

static int usage(void)
{
    fprintf(stderr, "Usage: %s [-v specification] variable_name [pathname]\n       %s -a [pathname]\n", progname, progname);
    return 2;
}

static void value(int n, const char *path)
{
    long v = names[n].id;
    errno = 0;
    if (names[n].kind == SYSTEM)
        v = sysconf(v);
    else if (names[n].kind == PATH)
        v = pathconf(path, v);
    if (v == -1 && errno) {
        status = 3;
        fprintf(stderr, "%s: pathconf: %s: %s\n", progname, path, strerror(errno));
    } else if (v == -1 && names[n].kind != CONSTANT) {
        puts("undefined");
    } else {
        printf("%ld\n", v);
    }
}

int main(int argc, char **argv)
{
    int n, all = argc > 1 && !strcmp(argv[1], "-a");
    progname = argv[0];
    if (!all && argc > 2 && !strcmp(argv[1], "-v")) {
        argv += 2;
        argc -= 2;
    }
    if (argc < 2 || argc > 3)
        return usage();
    if (all) {
        for (n = 0; n < COUNT; n++) {
            printf("%-34s ", names[n].name);
            value(n, argc > 2 ? argv[2] : "/");
        }
        return finish();
    }
    for (n = 0; n < COUNT && strcmp(names[n].name, argv[1]); n++)
        ;
    if (n == COUNT) {
        fprintf(stderr, "%s: Unrecognized variable `%s'\n", progname, argv[1]);
        return 2;
    }
    if (names[n].kind == PATH && argc < 3)
        return usage();
    if (names[n].kind != PATH && argc > 2)
        return usage();
    value(n, argc > 2 ? argv[2] : "/");
    return finish();
}
