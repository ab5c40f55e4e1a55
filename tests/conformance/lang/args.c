// conformance: args=one "two words" '' -x --long=5 'a"b' "it's" last\ one
// argc, argv as main gets them.
#include <stdio.h>
#include <string.h>

int main(int argc, char *argv[])
{
    printf("%d\n", argc);
    for (int i = 1; i < argc; i++)
        printf("%d [%s] %zu\n", i, argv[i], strlen(argv[i]));
    printf("%d %d\n", argv[argc] == NULL, argv[0] != NULL && argv[0][0] != 0);
    char **p = argv + 1;
    while (*p)
        putchar(**p ? *(*p)++ : '_'), p++;
    putchar('\n');
    printf("%s %s\n", argv[1], argv[2]);
    argv[1] = "replaced";
    printf("%s\n", argv[1]);
    return 0;
}
