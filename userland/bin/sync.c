/* sync - would write cached data to disk; the simulated files have none. sync(1) */
#include "util.h"

int main(int argc, char **argv)
{
    while (nextopt(argc, argv, "", NULL, "[FILE]...\nSynchronize cached writes to persistent storage.\n"))
        ;
    return 0;
}
