/* basename - strips directory and suffix from names. basename(1): -a -s -z */
#include "util.h"

static void print(char *name, const char *suffix, int end)
{
    size_t n = strlen(name), m;
    char *slash;
    while (n > 1 && name[n - 1] == '/')
        name[--n] = 0;
    slash = strrchr(name, '/');
    if (slash && slash[1])
        name = slash + 1;
    n = strlen(name);
    m = suffix ? strlen(suffix) : 0;
    if (m && n > m && !strcmp(name + n - m, suffix))
        name[n - m] = 0;
    printf("%s%c", name, end);
}

int main(int argc, char **argv)
{
    int c, i, all = 0, end = '\n';
    const char *suffix = NULL;
    while ((c = nextopt(argc, argv, "+as:z", "multiple=a suffix=s zero=z",
                        "NAME [SUFFIX]\n  or:  basename OPTION... NAME...\nPrint NAME with any leading directory components removed.\n"))) {
        if (c == 'z') end = 0;
        else all = 1;
        if (c == 's') suffix = optval;
    }
    if (!noperands) {
        complain("missing operand");
        try_help();
    }
    if (!all && noperands > 2) {
        complain("extra operand %s", quote_always(operands[2]));
        try_help();
    }
    if (all)
        for (i = 0; i < noperands; i++)
            print(operands[i], suffix, end);
    else
        print(operands[0], operands[1], end);
    return finish();
}
