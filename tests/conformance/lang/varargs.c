// Functions with variable arguments.
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int sum(int n, ...)
{
    va_list ap;
    int s = 0;
    va_start(ap, n);
    while (n--)
        s += va_arg(ap, int);
    va_end(ap);
    return s;
}

static double mixed(const char *types, ...)
{
    va_list ap;
    double s = 0;
    va_start(ap, types);
    for (; *types; types++)
        switch (*types) {
        case 'i':
            s += va_arg(ap, int);
            break;
        case 'l':
            s += va_arg(ap, long);
            break;
        case 'd':
            s += va_arg(ap, double);
            break;
        case 's':
            s += strlen(va_arg(ap, char *));
            break;
        case 'u':
            s += va_arg(ap, unsigned);
        }
    va_end(ap);
    return s;
}

static void logf_(const char *fmt, ...)
{
    char buf[100];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(buf, sizeof buf, fmt, ap);
    va_end(ap);
    printf("[%s] %d\n", buf, n);
}

static int twice(char *out, const char *fmt, ...)
{
    va_list ap, copy;
    va_start(ap, fmt);
    va_copy(copy, ap);
    int n = vsprintf(out, fmt, ap);
    n += vsprintf(out + n, fmt, copy);
    va_end(copy);
    va_end(ap);
    return n;
}

static int pull(va_list *ap)
{
    return va_arg(*ap, int);
}

static int by_pointer(int n, ...)
{
    va_list ap;
    int s = 0;
    va_start(ap, n);
    for (int i = 0; i < n; i++)
        s = s * 10 + pull(&ap);
    va_end(ap);
    return s;
}

struct pt {
    int x, y;
};

static int structs(int n, ...)
{
    va_list ap;
    int s = 0;
    va_start(ap, n);
    while (n--) {
        struct pt p = va_arg(ap, struct pt);
        s += p.x * p.y;
    }
    va_end(ap);
    return s;
}

static char *join(const char *first, ...)
{
    static char out[100];
    va_list ap;
    *out = 0;
    va_start(ap, first);
    for (const char *s = first; s; s = va_arg(ap, const char *))
        strcat(strcat(out, s), "/");
    va_end(ap);
    return out;
}

#define LOG(fmt, ...) logf_("%s: " fmt, __func__, ##__VA_ARGS__)

int main(void)
{
    printf("%d %d %d\n", sum(0), sum(3, 1, 2, 3), sum(12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
    printf("%g\n", mixed("idlsu", 1, 2.5, 3L, "four", 5u));
    printf("%g\n", mixed("ddddddddddiiiiiiii", 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 1, 2, 3, 4, 5, 6, 7, 8));
    char c = 'x';
    short s = -3;
    float f = 0.5f;
    logf_("%c %d %.2f %s %p", c, s, f, "text", (void *)0);
    logf_("nothing");
    char out[100];
    printf("%d %s\n", twice(out, "%d-%s.", 7, "x"), out);
    printf("%d\n", by_pointer(4, 1, 2, 3, 4));
    printf("%d\n", structs(3, (struct pt){1, 2}, (struct pt){3, 4}, (struct pt){5, 6}));
    printf("%s %s\n", join("a", "bc", "def", NULL), join(NULL));
    LOG("plain");
    LOG("%d and %s", 5, "more");
    printf("%d %ld %u %g %c %s|%d %ld %u %g %c %s\n", 1, 2L, 3u, 4.0, '5', "6", 7, 8L, 9u, 10.0, 'k', "12");
    return 0;
}
