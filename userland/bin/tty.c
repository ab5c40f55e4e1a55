/* tty - prints the name of the terminal on standard input. tty(1): -s */
#include "util.h"

int main(int argc, char **argv)
{
    int silent = 0;
    trouble = 2;
    while (nextopt(argc, argv, "s", "silent=s quiet=s", "[OPTION]...\nPrint the file name of the terminal connected to standard input.\n"))
        silent = 1;
    if (noperands) {
        complain("extra operand %s", quote_always(operands[0]));
        try_help();
    }
    if (silent)
        return !isatty(0);
    char *name = ttyname(0);
    puts(name ? name : "not a tty");
    finish();
    return !name;
}
