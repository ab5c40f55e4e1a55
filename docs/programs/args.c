#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    char line[80];
    for (int i = 0; i < argc; i++)
        printf("argv[%d] = %s\n", i, argv[i]);
    while (fgets(line, sizeof line, stdin))
        printf("read: %s", line);
    return 7;
}
