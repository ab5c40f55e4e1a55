// conformance: stdin=one\ntwo\nthree\nfour\nfive\nsix\n
// conformance: args=-n 3 -q --lines=2 file extra
// tail with getopt_long.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <getopt.h>
#include <string.h>
int main(int argc, char *argv[])
{
    int c, lines = 10, quiet = 0, idx;
    static struct option lo[] = {{"lines", required_argument, 0, 'n'},
                                 {"quiet", no_argument, 0, 'q'},
                                 {"verbose", optional_argument, NULL, 'v'},
                                 {0, 0, 0, 0}};
    while ((c = getopt_long(argc, argv, "n:qv::", lo, &idx)) != -1)
        switch (c) {
        case 'n':
            lines = atoi(optarg);
            printf("n=%d\n", lines);
            break;
        case 'q':
            quiet = 1;
            break;
        case 'v':
            printf("v %s\n", optarg ? optarg : "-");
            break;
        default:
            return 2;
        }
    for (; optind < argc; optind++)
        printf("arg %s\n", argv[optind]);
    char **ring = calloc(lines, sizeof *ring), *line = NULL;
    size_t cap = 0;
    long n = 0;
    while (getline(&line, &cap, stdin) != -1) {
        free(ring[n % lines]);
        ring[n++ % lines] = strdup(line);
    }
    for (long i = n > lines ? n - lines : 0; i < n; i++)
        fputs(ring[i % lines], stdout);
    if (!quiet)
        puts("loud");
    return 0;
}
