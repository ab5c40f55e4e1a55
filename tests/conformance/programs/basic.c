// An interpreter of a small BASIC.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ctype.h>
#include <stdbool.h>
typedef enum { T_NUM, T_ID, T_STR, T_OP, T_EOL, T_EOF } tok_t;
static struct {
    tok_t t;
    double num;
    char s[64];
} cur;
static const char *ip;
static double vars[26];
static const char *lines[200];
static int nl;
static int gs[20], gsp;
static struct {
    int var;
    double to, step;
    int line;
} fs[10];
static int fsp;
static int pc;
static bool running = true;
static void err(const char *m)
{
    printf("?%s IN %d\n", m, pc);
    exit(1);
}

static void next(void)
{
    while (*ip == ' ')
        ip++;
    if (!*ip) {
        cur.t = T_EOL;
        *cur.s = 0;
        return;
    }
    if (isdigit((unsigned char) *ip) || *ip == '.') {
        char *e;
        cur.num = strtod(ip, &e);
        cur.t = T_NUM;
        ip = e;
        return;
    }
    if (isalpha((unsigned char) *ip)) {
        int i = 0;
        while (isalnum((unsigned char) *ip) && i < 63)
            cur.s[i++] = toupper(*ip++);
        cur.s[i] = 0;
        cur.t = T_ID;
        return;
    }
    if (*ip == '"') {
        int i = 0;
        ip++;
        while (*ip && *ip != '"')
            cur.s[i++] = *ip++;
        cur.s[i] = 0;
        if (*ip)
            ip++;
        cur.t = T_STR;
        return;
    }
    cur.s[0] = *ip++;
    cur.s[1] = 0;
    if (strchr("<>=", cur.s[0]) && strchr("=>", *ip) && *ip) {
        cur.s[1] = *ip++;
        cur.s[2] = 0;
    }
    cur.t = T_OP;
}

static bool is(const char *s)
{
    return (cur.t == T_ID || cur.t == T_OP) && !strcmp(cur.s, s);
}

static bool eat(const char *s)
{
    if (is(s)) {
        next();
        return true;
    }
    return false;
}

static double expr(void);
static double prim(void)
{
    if (cur.t == T_NUM) {
        double v = cur.num;
        next();
        return v;
    }
    if (eat("(")) {
        double v = expr();
        if (!eat(")"))
            err("SYNTAX");
        return v;
    }
    if (eat("-"))
        return -prim();
    if (cur.t == T_ID && cur.s[1] == 0) {
        int c = cur.s[0] - 'A';
        next();
        return vars[c];
    }
    if (eat("INT")) {
        double v = prim();
        return (double) (long) v;
    }
    err("SYNTAX");
    return 0;
}

static double term(void)
{
    double v = prim();
    for (;;) {
        if (eat("*"))
            v *= prim();
        else if (eat("/")) {
            double d = prim();
            if (d == 0)
                err("DIVISION BY ZERO");
            v /= d;
        } else
            return v;
    }
}

static double sum(void)
{
    double v = term();
    for (;;) {
        if (eat("+"))
            v += term();
        else if (eat("-"))
            v -= term();
        else
            return v;
    }
}

static double expr(void)
{
    double v = sum();
    if (eat("<"))
        return v < sum();
    if (eat(">"))
        return v > sum();
    if (eat("="))
        return v == sum();
    if (eat("<="))
        return v <= sum();
    if (eat(">="))
        return v >= sum();
    if (eat("<>"))
        return v != sum();
    return v;
}

static void stmt(void)
{
    if (eat("PRINT")) {
        while (cur.t != T_EOL) {
            if (cur.t == T_STR) {
                fputs(cur.s, stdout);
                next();
            } else
                printf("%g", expr());
            if (eat(";"))
                continue;
            if (eat(",")) {
                putchar('\t');
                continue;
            }
            break;
        }
        putchar('\n');
    } else if (eat("LET") || (cur.t == T_ID && !cur.s[1])) {
        int v = cur.s[0] - 'A';
        next();
        if (!eat("="))
            err("SYNTAX");
        vars[v] = expr();
    } else if (eat("IF")) {
        double c = expr();
        eat("THEN");
        if (c) {
            if (cur.t == T_NUM)
                pc = (int) cur.num;
            else
                stmt();
        }
    } else if (eat("GOTO"))
        pc = (int) expr();
    else if (eat("GOSUB")) {
        gs[gsp++] = pc;
        pc = (int) expr();
    } else if (eat("RETURN")) {
        if (!gsp)
            err("RETURN WITHOUT GOSUB");
        pc = gs[--gsp];
    } else if (eat("FOR")) {
        int v = cur.s[0] - 'A';
        next();
        eat("=");
        vars[v] = expr();
        if (!eat("TO"))
            err("SYNTAX");
        fs[fsp].var = v;
        fs[fsp].to = expr();
        fs[fsp].step = eat("STEP") ? expr() : 1;
        fs[fsp].line = pc;
        fsp++;
    } else if (eat("NEXT")) {
        if (!fsp)
            err("NEXT WITHOUT FOR");
        int k = fsp - 1;
        vars[fs[k].var] += fs[k].step;
        if (fs[k].step > 0 ? vars[fs[k].var] <= fs[k].to : vars[fs[k].var] >= fs[k].to)
            pc = fs[k].line;
        else
            fsp--;
    } else if (eat("END"))
        running = false;
    else if (eat("REM"))
        cur.t = T_EOL;
    else
        err("SYNTAX");
}

int main(void)
{
    static const char *prog[] =
        { "PRINT \"HELLO\"", "FOR I = 1 TO 5", "LET S = S + I * I", "PRINT I, S", "NEXT I", "GOSUB 10", "A = 10",
"IF A > 5 THEN PRINT \"BIG\"; A / 4", "GOTO 13", "REM subroutine", "PRINT \"IN SUB\"", "RETURN", "", "FOR X = 3 TO 1 STEP -1",
"FOR Y = 1 TO 2", "PRINT X; \"*\"; Y; \"=\"; X * Y", "NEXT Y", "NEXT X", "IF INT(7 / 2) = 3 THEN PRINT \"OK\"", "PRINT 1 / 0",
"END" };
    for (nl = 0; nl < (int) (sizeof prog / sizeof *prog); nl++)
        lines[nl] = prog[nl];
    while (running && pc < nl) {
        ip = lines[pc++];
        next();
        if (cur.t != T_EOL)
            stmt();
    }
    return 0;
}
