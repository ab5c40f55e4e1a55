// Tables by macros: commands, errors, typed stacks.
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <stdarg.h>
#define COMMANDS X(help, "show help") X(quit, "leave") X(add, "add numbers") X(echo, "print args")
#define ERRORS(E) E(OK, 0, "fine") E(EPERM_, 1, "not permitted") E(ENOENT_, 2, "no entry")
#define X(n, d) static int cmd_##n(int, char **);
COMMANDS
#undef X
#define X(n, d) { #n, d, cmd_##n },
    static const struct cmd {
    const char *name, *doc;
    int (*fn)(int, char **);
} table[] = { COMMANDS { 0 } };

#undef X
#define E_ENUM(n, v, t) ERR_##n = v,
enum err { ERRORS(E_ENUM) ERR_MAX };
#define E_CASE(n, v, t) case ERR_##n: return t " (" #n ")";
static const char *errstr(enum err e)
{
    switch (e) {
    ERRORS(E_CASE) default:
        return "?";
    }
}

#define CAT_(a, b) a##b
#define CAT(a, b) CAT_(a, b)
#define UNIQUE CAT(tmp_, __LINE__)
#define STR_(x) #x
#define STR(x) STR_(x)
#define COUNT(...) COUNT_(__VA_ARGS__, 5, 4, 3, 2, 1)
#define COUNT_(a, b, c, d, e, n, ...) n
#define LOG(fmt, ...) printf("[%s:%d] " fmt "\n", strrchr("/" __FILE__, '/') + 1, __LINE__, ##__VA_ARGS__)
#define MAX3(a, b, c) ((a) > (b) ? ((a) > (c) ? (a) : (c)) : ((b) > (c) ? (b) : (c)))
#define foreach(i, n) for (int i = 0, _n = (n); i < _n; i++)
#define DEFINE_STACK(T) typedef struct { T *d; int n, cap; } T##_stack; static void T##_push(T##_stack *s, T v) { if (s->n == s->cap) s->d = realloc(s->d, (s->cap = s->cap ? s->cap * 2 : 4) * sizeof(T)); s->d[s->n++] = v; } static T T##_pop(T##_stack *s) { return s->d[--s->n]; }
DEFINE_STACK(int) DEFINE_STACK(double)
#define EMPTY
#define DEFER(x) x EMPTY
#define f(x) x * g
#define g(x) f(x)
#if defined(__GNUC__) && __GNUC__ >= 4 && (STDC_HOSTED + 1 == 1)
#define MODE "gnu"
#elif 'a' == 97
#define MODE "ascii"
#endif
static int cmd_help(int c, char **v)
{
    for (const struct cmd * p = table; p->name; p++)
        printf("  %-6s %s\n", p->name, p->doc);
    return 0;
}

static int cmd_quit(int c, char **v)
{
    return -1;
}

static int cmd_add(int c, char **v)
{
    int s = 0;
    for (int i = 1; i < c; i++)
        s += atoi(v[i]);
    printf("%d\n", s);
    return 0;
}

static int cmd_echo(int c, char **v)
{
    while (--c)
        printf("%s%c", *++v, c > 1 ? ' ' : '\n');
    return 0;
}

int main(void)
{
    char lines[][40] = { "help", "add 1 2 39", "echo a b  c", "bogus x", "quit" };
    foreach(i, 5) {
        char *v[10], *t;
        int c = 0;
        for (t = strtok(lines[i], " "); t; t = strtok(NULL, " "))
            v[c++] = t;
        const struct cmd *p;
        for (p = table; p->name && strcmp(p->name, v[0]); p++);
        if (!p->name) {
            LOG("no command '%s'", v[0]);
            continue;
        }
        if (p->fn(c, v) < 0)
            break;
    }
    puts(errstr(ERR_ENOENT_));
    puts(errstr(7));
    int UNIQUE = 1;
    printf("%d %s %d %s\n", COUNT(a, b, c), STR(CAT(x, y)), MAX3(3, 9, 4), MODE);
    LOG("plain");
    int_stack s = { 0 };
    foreach(i, 10) int_push(&s, i * i);
    printf("%d %d\n", int_pop(&s), s.n);
    double_stack ds = { 0 };
    double_push(&ds, 2.5);
    printf("%g\n", double_pop(&ds));
    int g = 3;
    printf("%d\n", f(2));
    printf("%s\n", STR(f(2) (9)));
    printf("%s %d\n", __FILE__ + strlen(__FILE__) - 2, __STDC__);
    return 0;
}
