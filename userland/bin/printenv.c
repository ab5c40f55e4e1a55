/* printenv - prints all or some variables of the environment. printenv(1): -0 */
#include "util.h"

extern char **environ;

int main(int argc, char **argv)
{
    int i, end = '\n', missing = 0;
    char **e;
    trouble = 2;
    while (nextopt(argc, argv, "+0", "null=0", "[OPTION]... [VARIABLE]...\nPrint the values of the specified environment VARIABLE(s).\n"))
        end = 0;
    if (!noperands)
        for (e = environ; e && *e; e++)
            printf("%s%c", *e, end);
    for (i = 0; i < noperands; i++) {
        char *v = strchr(operands[i], '=') ? NULL : getenv(operands[i]);
        if (v)
            printf("%s%c", v, end);
        else
            missing = 1;
    }
    finish();
    return missing;
}
