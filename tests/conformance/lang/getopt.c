// getopt and getopt_long over argument lists of the program's own.
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void run(const char *what, const char *opts, int argc, char **argv)
{
    int c;
    printf("%s:", what);
    optind = 0;
    opterr = 0;
    while ((c = getopt(argc, argv, opts)) != -1) {
        if (c == '?' || c == ':')
            printf(" %c(%c)", c, optopt);
        else if (c == 1)
            printf(" arg(%s)", optarg);
        else
            printf(optarg ? " %c=%s" : " %c", c, optarg);
        optarg = NULL;
    }
    printf(" | optind %d:", optind);
    for (int i = optind; i < argc; i++)
        printf(" %s", argv[i]);
    printf("\n");
}

#define RUN(opts, ...) \
    do { \
        char *argv[] = {"prog", __VA_ARGS__, NULL}; \
        run(opts, opts, sizeof argv / sizeof *argv - 1, argv); \
    } while (0)

static void run_long(int argc, char **argv)
{
    static int flag;
    static const struct option longs[] = {{"verbose", no_argument, NULL, 'v'},
                                          {"output", required_argument, NULL, 'o'},
                                          {"level", optional_argument, NULL, 'l'},
                                          {"flag", no_argument, &flag, 5},
                                          {NULL, 0, NULL, 0}};
    int c, index = -1;
    flag = 0;
    optind = 0;
    while ((c = getopt_long(argc, argv, "vo:l::", longs, &index)) != -1) {
        printf(c == 0 ? " (flag %d)" : " %c", c ? c : flag);
        if (c != '?' && c != 0 && optarg)
            printf("=%s", optarg);
        optarg = NULL;
    }
    printf(" | %d of %d\n", optind, argc);
}

#define LONG(...) \
    do { \
        char *argv[] = {"prog", __VA_ARGS__, NULL}; \
        run_long(sizeof argv / sizeof *argv - 1, argv); \
    } while (0)

int main(void)
{
    RUN("abc", "-a", "-b", "file");
    RUN("abc", "-ab", "-c");
    RUN("ab:c", "-a", "-b", "value", "-c", "rest", "more");
    RUN("ab:c", "-bvalue", "-ac");
    RUN("ab:", "-b");
    RUN(":ab:", "-b");
    RUN("ab", "-x", "-a");
    RUN("ab", "first", "-a", "second", "-b");
    RUN("+ab", "first", "-a", "second", "-b");
    RUN("-ab", "first", "-a", "second");
    RUN("ab", "-a", "--", "-b", "x");
    RUN("ab", "-", "-a");
    RUN("n:t", "-n", "-5", "-t");
    RUN("o::x", "-o", "-ofive", "-x");
    LONG("--verbose", "-o", "f", "--output=g", "--output", "h", "rest");
    LONG("--level", "--level=3", "-l4", "-l", "x");
    LONG("--verb", "--flag", "--out=y");
    LONG("--unknown", "--verbose=1", "--output");
    return 0;
}
