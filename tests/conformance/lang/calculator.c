// conformance: stdin=1 + 2 * 3\n(1+2)*3\n-4 - -5\n2 ^ 3 ^ 2\n10 / 4\n7 % 4 * 2\nx = 6\ny = x * 7\nx + y / 2\n1 / 0\n(2\n2 $ 3\n
// A calculator by recursive descent, reading lines.
#include <ctype.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *p;
static double vars[26];
static jmp_buf failed;
static const char *why;

static double expr(void);

static void fail(const char *msg)
{
    why = msg;
    longjmp(failed, 1);
}

static int next(void)
{
    while (isspace((unsigned char)*p))
        p++;
    return *p;
}

static int accept(int c)
{
    if (next() != c)
        return 0;
    p++;
    return 1;
}

static double primary(void)
{
    if (accept('(')) {
        double v = expr();
        if (!accept(')'))
            fail("expected )");
        return v;
    }
    if (accept('-'))
        return -primary();
    if (isalpha(next()))
        return vars[*p++ - 'a'];
    if (!isdigit(next()) && *p != '.')
        fail("expected a number");
    char *end;
    double v = strtod(p, &end);
    p = end;
    return v;
}

static double power(void)
{
    double b = primary(), r = 1;
    if (accept('^')) {
        int e = (int)power();
        while (e-- > 0)
            r *= b;
        return r;
    }
    return b;
}

static double term(void)
{
    double v = power();
    for (;;) {
        if (accept('*'))
            v *= power();
        else if (accept('/')) {
            double d = power();
            if (d == 0)
                fail("division by zero");
            v /= d;
        } else if (accept('%'))
            v = (int)v % (int)power();
        else
            return v;
    }
}

static double expr(void)
{
    double v = term();
    for (;;)
        if (accept('+'))
            v += term();
        else if (accept('-'))
            v -= term();
        else
            return v;
}

int main(void)
{
    static char line[100];
    static int n;
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        n++;
        if (setjmp(failed)) {
            printf("%d: %s: %s at %d\n", n, line, why, (int)(p - line));
            continue;
        }
        p = line;
        int target = -1;
        if (isalpha((unsigned char)line[0]) && strchr(line, '=')) {
            target = line[0] - 'a';
            p = strchr(line, '=') + 1;
        }
        double v = expr();
        if (next())
            fail("trailing characters");
        if (target >= 0)
            vars[target] = v;
        printf("%d: %s = %g\n", n, line, v);
    }
    return 0;
}
