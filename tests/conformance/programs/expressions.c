// An expression evaluator: tokens, a tree, variables, errors by longjmp.
// conformance: exit=1
// conformance: stdin=1 + 2 * 3\nx = (4 - 1) ^ 2\nx / 4\nsqrt(x) + max(2, 7, 3)\n2 ^ 3 ^ 2\n-x + -(-3)\n1 / 0\n(1 + \ny + 1\n5 % 3 == 2 && !0\n10 > 3 ? 100 : 200\n
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ctype.h>
#include <math.h>
#include <setjmp.h>
/* Tokenizer + Pratt parser + AST + symbol table. */
enum tok { T_END, T_NUM, T_ID, T_LE = 256, T_GE, T_EQ, T_NE, T_AND, T_OR };
static const char *src;
static int tok;
static double num;
static char id[32];
static jmp_buf bail;
struct node {
    enum { N_NUM, N_VAR, N_UN, N_BIN, N_CALL, N_ASSIGN, N_COND } kind;
    int op;
    double v;
    char name[32];
    struct node *kid[8];
    int n;
};
static struct node pool[1000];
static int used;
static struct node *node(int kind, int op) {
    if (used == 1000) {
        puts("pool");
        exit(1);
    }
    struct node *n = &pool[used++];
    memset(n, 0, sizeof *n);
    n->kind = kind;
    n->op = op;
    return n;
}

static void die(const char *m) {
    printf("error: %s near '%.10s'\n", m, src);
    longjmp(bail, 1);
}

static void next(void) {
    while (*src == ' ') src++;
    if (!*src || *src == '\n') {
        tok = T_END;
        return;
    }
    if (isdigit(*src) || *src == '.') {
        char *e;
        num = strtod(src, &e);
        src = e;
        tok = T_NUM;
        return;
    }
    if (isalpha(*src)) {
        int i = 0;
        while (isalnum(*src)) {
            if (i < 31) id[i++] = *src;
            src++;
        }
        id[i] = 0;
        tok = T_ID;
        return;
    }
    static const struct { const char *s; int t; } two[] = {{"<=", T_LE}, {">=", T_GE}, {"==", T_EQ}, {"!=", T_NE}, {"&&", T_AND}, {"||", T_OR}};
    for (int i = 0; i < 6; i++) if (!strncmp(src, two[i].s, 2)) {
        src += 2;
        tok = two[i].t;
        return;
    }
    tok = *src++;
}

static int prec(int op) {
    switch (op) {
        case '?': return 1;
        case T_OR: return 2;
        case T_AND: return 3;
        case T_EQ: case T_NE: return 4;
        case '<': case '>': case T_LE: case T_GE: return 5;
        case '+': case '-': return 6;
        case '*': case '/': case '%': return 7;
        case '^': return 9;
        default: return 0;
    }
}

static struct node *expr(int min);
static struct node *primary(void) {
    struct node *n;
    switch (tok) {
        case T_NUM: n = node(N_NUM, 0);
        n->v = num;
        next();
        return n;
        case T_ID: n = node(N_VAR, 0);
        strcpy(n->name, id);
        next();
        if (tok == '(') {
            n->kind = N_CALL;
            next();
            while (tok != ')') {
                if (n->n == 8) die("too many arguments");
                n->kid[n->n++] = expr(1);
                if (tok == ',') next();
                else if (tok != ')') die("expected )");
            }
            next();
        }
        return n;
        case '(': next();
        n = expr(1);
        if (tok != ')') die("expected )");
        next();
        return n;
        case '-': case '!': n = node(N_UN, tok);
        next();
        n->kid[0] = expr(8);
        return n;
        default: die("unexpected token");
        return NULL;
    }
}

static struct node *expr(int min) {
    struct node *l = primary();
    if (l->kind == N_VAR && tok == '=') {
        struct node *n = node(N_ASSIGN, 0);
        strcpy(n->name, l->name);
        next();
        n->kid[0] = expr(1);
        return n;
    }
    for (int p; (p = prec(tok)) >= min && p; ) {
        int op = tok;
        next();
        if (op == '?') {
            struct node *n = node(N_COND, 0);
            n->kid[0] = l;
            n->kid[1] = expr(1);
            if (tok != ':') die("expected :");
            next();
            n->kid[2] = expr(1);
            l = n;
            continue;
        }
        struct node *n = node(N_BIN, op);
        n->kid[0] = l;
        n->kid[1] = expr(op == '^' ? p : p + 1);
        l = n;
    }
    return l;
}

static struct { char name[32]; double v; } vars[20];
static int nvars;
static double *lookup(const char *name, int create) {
    for (int i = 0; i < nvars; i++) if (!strcmp(vars[i].name, name)) return &vars[i].v;
    if (!create) return NULL;
    strcpy(vars[nvars].name, name);
    return &vars[nvars++].v;
}

static double fmax_(int n, double *a) {
    double m = a[0];
    for (int i = 1; i < n; i++) if (a[i] > m) m = a[i];
    return m;
}

static double fsqrt(int n, double *a) {
    return n == 1 ? sqrt(a[0]) : NAN;
}

static const struct { const char *name; double (*fn)(int, double *); } funcs[] = {{"max", fmax_}, {"sqrt", fsqrt}};
static double eval(struct node *n) {
    double a, b, args[8];
    switch (n->kind) {
        case N_NUM: return n->v;
        case N_VAR: {
            double *p = lookup(n->name, 0);
            if (!p) {
                printf("error: undefined %s\n", n->name);
                longjmp(bail, 2);
            }
            return *p;
        }
        case N_ASSIGN: return *lookup(n->name, 1) = eval(n->kid[0]);
        case N_UN: a = eval(n->kid[0]);
        return n->op == '-' ? -a : !a;
        case N_COND: return eval(n->kid[0]) ? eval(n->kid[1]) : eval(n->kid[2]);
        case N_CALL: for (int i = 0; i < n->n; i++) args[i] = eval(n->kid[i]);
        for (unsigned i = 0; i < sizeof funcs / sizeof *funcs; i++) if (!strcmp(funcs[i].name, n->name)) return funcs[i].fn(n->n, args);
        printf("error: no function %s\n", n->name);
        longjmp(bail, 3);
        case N_BIN: a = eval(n->kid[0]);
        if (n->op == T_AND) return a && eval(n->kid[1]);
        if (n->op == T_OR) return a || eval(n->kid[1]);
        b = eval(n->kid[1]);
        switch (n->op) {
            case '+': return a + b;
            case '-': return a - b;
            case '*': return a * b;
            case '/': if (b == 0) {
                puts("error: division by zero");
                longjmp(bail, 4);
            }
            return a / b;
            case '%': return fmod(a, b);
            case '^': return pow(a, b);
            case '<': return a < b;
            case '>': return a > b;
            case T_LE: return a <= b;
            case T_GE: return a >= b;
            case T_EQ: return a == b;
            case T_NE: return a != b;
        }
    }
    return NAN;
}

static void dump(struct node *n) {
    switch (n->kind) {
        case N_NUM: printf("%g", n->v);
        break;
        case N_VAR: printf("%s", n->name);
        break;
        default: printf("(%d", n->kind);
        if (n->op) printf(n->op < 256 ? " %c" : " #%d", n->op);
        for (int i = 0; i < 8 && n->kid[i]; i++) {
            putchar(' ');
            dump(n->kid[i]);
        }
        putchar(')');
    }
}

int main(void) {
    char line[200];
    while (fgets(line, sizeof line, stdin)) {
        src = line;
        used = 0;
        int code = setjmp(bail);
        if (code) {
            printf("failed with %d\n", code);
            continue;
        }
        next();
        struct node *n = expr(1);
        if (tok != T_END) die("trailing input");
        dump(n);
        printf(" = %g\n", eval(n));
    }
    return nvars;
}
