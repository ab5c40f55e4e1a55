// conformance: stdin=1 + 2 * 3\n(4 - 1) * -2\n2 ^ 3 ^ 2\n10 / 4\n1 / 0\nx = 5\nx * x + 1\nsqrt(16) + sin(0)\n3 +\n
// A calculator with variables, functions and errors by longjmp.
#include <stdio.h>
#include <stdlib.h>
#include <ctype.h>
#include <string.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
static const char *p;
static jmp_buf err;
static double vars[26];
static void die(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    printf("error: ");
    vprintf(fmt, ap);
    va_end(ap);
    putchar('\n');
    longjmp(err, 1);
}
static void ws(void)
{
    while (isspace((unsigned char)*p))
        p++;
}
static double expr(void);
static struct {
    const char *n;
    double (*f)(double);
} fn[] = {{"sqrt", sqrt}, {"sin", sin}, {"cos", cos}, {"exp", exp}, {"log", log}, {0}};
static double prim(void)
{
    ws();
    if (isdigit((unsigned char)*p) || *p == '.') {
        char *e;
        double v = strtod(p, &e);
        p = e;
        return v;
    }
    if (*p == '(') {
        p++;
        double v = expr();
        ws();
        if (*p != ')')
            die("expected ')' at \"%s\"", p);
        p++;
        return v;
    }
    if (*p == '-') {
        p++;
        return -prim();
    }
    if (isalpha((unsigned char)*p)) {
        char id[16];
        int n = 0;
        while (isalnum((unsigned char)*p) && n < 15)
            id[n++] = *p++;
        id[n] = 0;
        ws();
        if (*p == '(') {
            for (int i = 0; fn[i].n; i++)
                if (!strcmp(fn[i].n, id)) {
                    p++;
                    double v = expr();
                    ws();
                    if (*p++ != ')')
                        die("expected )");
                    return fn[i].f(v);
                }
            die("no function %s", id);
        }
        if (n == 1)
            return vars[tolower(id[0]) - 'a'];
        die("unknown name '%s'", id);
    }
    die(*p ? "unexpected '%c'" : "unexpected end", *p);
    return 0;
}
static double pw(void)
{
    double b = prim();
    ws();
    if (*p == '^') {
        p++;
        return pow(b, pw());
    }
    return b;
}
static double term(void)
{
    double v = pw();
    for (;;) {
        ws();
        if (*p == '*') {
            p++;
            v *= pw();
        } else if (*p == '/') {
            p++;
            double d = pw();
            if (d == 0)
                die("division by zero");
            v /= d;
        } else
            return v;
    }
}
static double expr(void)
{
    double v = term();
    for (;;) {
        ws();
        if (*p == '+') {
            p++;
            v += term();
        } else if (*p == '-') {
            p++;
            v -= term();
        } else
            return v;
    }
}
int main(void)
{
    char buf[256];
    while (fgets(buf, sizeof buf, stdin)) {
        buf[strcspn(buf, "\n")] = 0;
        if (setjmp(err))
            continue;
        char v;
        int off = 0;
        if (sscanf(buf, " %1[a-z] = %n", &v, &off) == 1 && off) {
            p = buf + off;
            vars[v - 'a'] = expr();
            printf("%c = %g\n", v, vars[v - 'a']);
        } else {
            p = buf;
            double r = expr();
            ws();
            if (*p)
                die("junk '%s'", p);
            printf("%.10g\n", r);
        }
    }
    return 0;
}
