// String literals, arrays of characters, walking strings, own versions of the library's functions.
#include <stdio.h>
#include <string.h>

static int my_strlen(const char *s)
{
    const char *p = s;
    while (*p++)
        ;
    return p - s - 1;
}

static char *my_strcpy(char *d, const char *s)
{
    char *r = d;
    while ((*d++ = *s++))
        ;
    return r;
}

static int my_strcmp(const char *a, const char *b)
{
    for (; *a == *b; a++, b++)
        if (!*a)
            return 0;
    return *a - *b;
}

static char *reverse(char *s)
{
    for (int i = 0, j = strlen(s) - 1; i < j; i++, j--) {
        char c = s[i];
        s[i] = s[j];
        s[j] = c;
    }
    return s;
}

static int my_atoi(const char *s)
{
    int n = 0, sign = 1;
    while (*s == ' ' || *s == '\t')
        s++;
    if (*s == '+' || *s == '-')
        sign = *s++ == '-' ? -1 : 1;
    while (*s >= '0' && *s <= '9')
        n = 10 * n + *s++ - '0';
    return sign * n;
}

static char *itoa(int n, char *s, int base)
{
    char *p = s;
    unsigned u = n < 0 ? -(unsigned)n : n;
    do
        *p++ = "0123456789abcdef"[u % base];
    while (u /= base);
    if (n < 0)
        *p++ = '-';
    *p = 0;
    return reverse(s);
}

static void squeeze(char s[], int c)
{
    int i, j;
    for (i = j = 0; s[i] != '\0'; i++)
        if (s[i] != c)
            s[j++] = s[i];
    s[j] = '\0';
}

static void rot13(char *s)
{
    for (; *s; s++)
        if (*s >= 'a' && *s <= 'z')
            *s = (*s - 'a' + 13) % 26 + 'a';
        else if (*s >= 'A' && *s <= 'Z')
            *s = (*s - 'A' + 13) % 26 + 'A';
}

int main(void)
{
    char buf[50], *s = "literal", a[] = "array";
    my_strcpy(buf, s);
    printf("%d %s %d %d %d\n", my_strlen(s), buf, my_strcmp("abc", "abc"), my_strcmp("abc", "abd"), my_strcmp("b", "a"));
    printf("%s %s\n", reverse(buf), reverse(a));
    printf("%d %d %d\n", my_atoi("  -42x"), my_atoi("+17"), my_atoi("none"));
    printf("%s ", itoa(-2147483647 - 1, buf, 10));
    printf("%s ", itoa(255, buf, 16));
    printf("%s\n", itoa(10, buf, 2));
    strcpy(buf, "hello, all lovely people");
    squeeze(buf, 'l');
    printf("%s\n", buf);
    strcpy(buf, "Hello, World");
    rot13(buf);
    printf("%s ", buf);
    rot13(buf);
    printf("%s\n", buf);
    printf("%c%c%c %s\n", "abc"[1], *"xyz", 2["012"], "skip this" + 5);
    printf("%s|%s|%s\n", "con" "cat" "enated", "tab\there", "quote\"quote");
    for (char c = 'A'; c <= 'Z'; c++)
        putchar(c + ('a' - 'A') * (c & 1));
    putchar('\n');
    char hex[20], *h = hex;
    for (const char *p = "\x01\xff\n~"; *p; p++)
        h += sprintf(h, "%02x", (unsigned char)*p);
    printf("%s\n", hex);
    char grid[3][4];
    memset(grid, '.', sizeof grid);
    for (int i = 0; i < 3; i++) {
        grid[i][i] = '#';
        grid[i][3] = 0;
        puts(grid[i]);
    }
    const char *days[] = {"Mon", "Tue", [4] = "Fri"};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        printf("%s ", days[i] ? days[i] : "-");
    printf("\n");
    return 0;
}
