/* whoami - prints the name of the effective user. whoami(1) */
#include <pwd.h>
#include "util.h"

int main(int argc, char **argv)
{
    struct passwd *p;
    while (nextopt(argc, argv, "", NULL, "[OPTION]...\nPrint the user name associated with the current effective user ID.\n"))
        ;
    if (noperands) {
        complain("extra operand %s", quote_always(operands[0]));
        try_help();
    }
    p = getpwuid(geteuid());
    if (!p)
        die(1, "cannot find name for user ID %u", (unsigned)geteuid());
    puts(p->pw_name);
    return finish();
}
