// Variable arguments: own printf, va_copy, structs by value.
#include <stdio.h>
#include <stdarg.h>
#include <string.h>
#include <stdlib.h>
static int sum(int n, ...) {
    va_list ap;
    va_start(ap, n);
    int s = 0;
    while (n--) s += va_arg(ap, int);
    va_end(ap);
    return s;
}

static void fmt(const char *f, ...) {
    va_list ap;
    va_start(ap, f);
    for (; *f; f++) {
        if (*f != '%') {
            putchar(*f);
            continue;
        }
        switch (*++f) {
            case 'd': printf("%d", va_arg(ap, int));
            break;
            case 's': fputs(va_arg(ap, char *), stdout);
            break;
            case 'f': printf("%g", va_arg(ap, double));
            break;
            case 'c': putchar(va_arg(ap, int));
            break;
            case 'l': printf("%ld", va_arg(ap, long));
            break;
            case 'p': {
                struct { int a, b, c, d, e; } s = {0};
                typedef struct { int x, y; } P;
                P p = va_arg(ap, P);
                printf("(%d,%d)", p.x, p.y);
                (void)s;
                break;
            }
            default: putchar('%');
        }
    }
    va_end(ap);
}

static char *join(const char *sep, ...) {
    va_list ap, ap2;
    va_start(ap, sep);
    va_copy(ap2, ap);
    size_t n = 1;
    for (char *s; (s = va_arg(ap, char *));) n += strlen(s) + strlen(sep);
    va_end(ap);
    char *r = malloc(n);
    *r = 0;
    int first = 1;
    for (char *s; (s = va_arg(ap2, char *));) {
        if (!first) strcat(r, sep);
        first = 0;
        strcat(r, s);
    }
    va_end(ap2);
    return r;
}

static int logf_(const char *f, ...) __attribute__((format(printf, 1, 2)));
static int logf_(const char *f, ...) {
    va_list ap;
    va_start(ap, f);
    char b[100];
    int n = vsnprintf(b, sizeof b, f, ap);
    va_end(ap);
    printf("[log] %s (%d)\n", b, n);
    return n;
}

static double avg(int n, ...) {
    va_list ap;
    va_start(ap, n);
    double s = 0;
    for (int i = 0; i < n; i++) s += va_arg(ap, double);
    va_end(ap);
    return n ? s / n : 0;
}

struct big { long a[5]; };
static long bigsum(int n, ...) {
    va_list ap;
    va_start(ap, n);
    long s = 0;
    while (n--) {
        struct big b = va_arg(ap, struct big);
        for (int i = 0; i < 5; i++) s += b.a[i];
    }
    va_end(ap);
    return s;
}

int main(void) {
    printf("%d %d\n", sum(3, 1, 2, 3), sum(10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    typedef struct { int x, y; } P;
    fmt("%d %s %f %c %l %p%%\n", 5, "str", 2.5, 'x', 1L << 40, (P){3, 4});
    char *j = join(", ", "a", "bb", "ccc", (char *)0);
    puts(j);
    free(j);
    logf_("%s=%d", "x", 5);
    printf("%g %g\n", avg(4, 1.0, 2.0, 3.0, 4.0), avg(9, 1., 2., 3., 4., 5., 6., 7., 8., 9.));
    float f = 1.5f;
    char c = 'q';
    short s = -3;
    printf("%g %c %d\n", f, c, s);
    printf("%ld\n", bigsum(2, (struct big){{1, 2, 3, 4, 5}}, (struct big){{10, 20, 30, 40, 50}}));
    printf("%d %d %d %d %d %d %d %d %g %g %s\n", 1, 2, 3, 4, 5, 6, 7, 8, 9.5, 10.5, "end");
    return 0;
}
