/* clear - empties the terminal's screen. clear(1) */
#include "util.h"

int main(int argc, char **argv)
{
    static const char sequence[] = "\033[H\033[2J\033[3J";
    while (nextopt(argc, argv, "", NULL, "\nEmpty the terminal's screen.\n"))
        ;
    return write_all(1, sequence, sizeof sequence - 1) < 0;
}
