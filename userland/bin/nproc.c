/* nproc - how many CPUs there are. nproc(1) */
#include "util.h"

int main(int argc, char **argv)
{
    while (nextopt(argc, argv, "", "all=a", "[OPTION]...\nPrint the number of processing units available to the current process.\n"))
        ;
    printf("%ld\n", sysconf(_SC_NPROCESSORS_ONLN));
    return finish();
}
