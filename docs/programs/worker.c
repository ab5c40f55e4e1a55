#include <stdio.h>

int main(int argc, char **argv)
{
    printf("worker: %s\n", argc > 1 ? argv[1] : "nothing to do");
    return 0;
}
