// printf: strings, characters, pointers, %n, return values; puts and its family.
#include <stdio.h>
#include <string.h>
#include <wchar.h>

int main(void)
{
    char *volatile null = NULL;
    int n = -1, m = -1;
    long l;
    short s;
    printf("[%s][%10s][%-10s][%.2s][%10.2s][%-10.2s][%.0s]\n", "abc", "abc", "abc", "abc", "abc", "abc", "abc");
    printf("[%s][%10s][%.10s][%.2s][%.5s]\n", null, null, null, null, null);
    printf("[%*s][%-*s][%.*s][%*.*s]\n", 6, "ab", 6, "cd", 1, "ef", 5, 1, "gh");
    char raw[4] = {'n', 'o', 'n', 'e'};
    printf("[%.4s][%.3s]\n", raw, raw);
    printf("[%c][%5c][%-5c][%c]\n", 'x', 'y', 'z', 256 + 'w');
    printf("[%p][%10p][%-10p]\n", NULL, NULL, NULL);
    printf("[%p][%p][%20p]\n", (void *)0x10, (void *)0xdeadbeef, (void *)0x7fffffffffff);
    printf("abc%n def%n\n", &n, &m);
    printf("%d %d\n", n, m);
    printf("12345%ln678%hn\n", &l, &s);
    printf("%ld %d\n", l, s);
    n = printf("%s\n", "count me");
    printf("%d\n", n);
    n = printf("%c", 0);
    printf("<- a NUL, %d\n", n);
    printf("%s %s %s\n", "several", "strings", "here");
    printf("[%3$s %1$s %2$s]\n", "one", "two", "three");
    puts("puts adds a newline");
    fputs("fputs does not", stdout);
    putchar('\n');
    putc('p', stdout);
    fputc('q', stdout);
    printf("%d %d\n", putchar('r') == 'r', puts("") >= 0);
    char buf[20];
    n = sprintf(buf, "%s-%d", "x", 5);
    printf("%s %d\n", buf, n);
    n = snprintf(buf, 5, "%s", "longer");
    printf("%s %d\n", buf, n);
    n = snprintf(NULL, 0, "%d %s", 12345, "abc");
    printf("%d\n", n);
    memset(buf, 'z', sizeof buf);
    n = snprintf(buf, 1, "abc");
    printf("%d %d %c\n", n, buf[0], buf[1]);
    n = snprintf(buf, 0, "abc");
    printf("%d %c\n", n, buf[1]);
    n = snprintf(buf, sizeof buf, "%19s", "right");
    printf("[%s] %d\n", buf, n);
    dprintf(fileno(stdout), "%s", "");
    printf("%-20s|%20s|\n", "left", "right");
    printf("%5.1s|%-5.3s|%.*s|\n", "abc", "abcdef", 2, "xyz");
    printf("tab\tbell-free \\ \"quoted\" '\\n'\n");
    char *words[] = {"a", "bb", "ccc", NULL};
    for (char **w = words; *w; w++)
        printf("%-4s%zu%s", *w, strlen(*w), w[1] ? ", " : "\n");
    for (int i = 1; i <= 4; i++)
        printf("%*s%.*s\n", 5 - i, "", i * 2 - 1, "*********");
    return 0;
}
