/* dirname - strips the last component from names. dirname(1): -z */
#include "util.h"

int main(int argc, char **argv)
{
    int i, end = '\n';
    while (nextopt(argc, argv, "z", "zero=z", "[OPTION] NAME...\nOutput each NAME with its last non-slash component and trailing slashes removed.\n"))
        end = 0;
    if (!noperands) {
        complain("missing operand");
        try_help();
    }
    for (i = 0; i < noperands; i++) {
        char *name = operands[i];
        size_t n = strlen(name);
        while (n && name[n - 1] == '/')
            n--;
        if (!n && *name) {
            printf("/%c", end);
            continue;
        }
        while (n && name[n - 1] != '/')
            n--;
        while (n > 1 && name[n - 1] == '/')
            n--;
        if (n)
            printf("%.*s%c", (int)n, name, end);
        else
            printf(".%c", end);
    }
    return finish();
}
