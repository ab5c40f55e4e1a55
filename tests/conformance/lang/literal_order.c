// Comparisons of literals: gcc calculates strcmp and memcmp without the library, -1, 0 or 1; strncmp not.
#include <stdio.h>
#include <string.h>

int main(void)
{
    static const char a[] = "apple", c[] = "cherry";
    const char *volatile p = a, *volatile q = c;
    printf("%d %d %d\n", strcmp("apple", "cherry"), strcmp("cherry", "apple"), strcmp("a", "a"));
    printf("%d %d %d\n", strcmp("", "z"), strcmp("z", ""), strcmp("\377", "a"));
    printf("%d %d\n", strcmp("a\0b", "a\0c"), strcmp("ab", "abc"));
    printf("%d %d %d\n", strncmp("abc", "abz", 2), strncmp("abc", "abz", 3), strncmp("abc", "abz", 0));
    printf("%d %d %d\n", memcmp("a\0b", "a\0c", 3), memcmp("a\0b", "a\0c", 2), memcmp("z", "a", 1));
    printf("%d %d\n", strcmp(p, q), strcmp(q, p));
    if (strcmp("same", "same") == 0)
        puts("same");
    return 0;
}
