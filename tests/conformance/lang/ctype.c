// Character classes, as tables.
#include <ctype.h>
#include <stdio.h>

#define TABLE(f) table(#f, f)

static void table(const char *name, int (*f)(int))
{
    int n = 0, start = -1;
    printf("%s:", name);
    for (int c = 0; c <= 256; c++) {
        int in = c < 256 && f(c) != 0;
        n += in;
        if (in && start < 0)
            start = c;
        if (!in && start >= 0) {
            printf(start == c - 1 ? " %d" : " %d-%d", start, c - 1);
            start = -1;
        }
    }
    printf(" = %d\n", n);
}

int main(void)
{
    TABLE(isalpha);
    TABLE(isdigit);
    TABLE(isalnum);
    TABLE(isspace);
    TABLE(isupper);
    TABLE(islower);
    TABLE(ispunct);
    TABLE(isprint);
    TABLE(isgraph);
    TABLE(iscntrl);
    TABLE(isxdigit);
    TABLE(isblank);
    printf("%d %d %d %d\n", isalpha(EOF), isspace(EOF), toupper(EOF), isdigit(-1));
    char s[] = "Hello, World 42!";
    for (char *p = s; *p; p++)
        *p = toupper((unsigned char)*p);
    printf("%s\n", s);
    for (char *p = s; *p; p++)
        *p = tolower((unsigned char)*p);
    printf("%s\n", s);
    printf("%d %d %d\n", toupper(200), tolower('['), toascii(0xe1));
    int words = 0, in = 0;
    for (const char *p = " count  the words\there\n"; *p; p++) {
        int sp = isspace((unsigned char)*p);
        if (!sp && !in)
            words++;
        in = !sp;
    }
    printf("%d\n", words);
    return 0;
}
