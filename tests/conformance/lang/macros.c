// The preprocessor: stringising, pasting, variadic macros, rescanning, self reference.
#include <stdio.h>

#define STR(x) #x
#define XSTR(x) STR(x)
#define STRV(...) #__VA_ARGS__
#define XSTRV(...) STRV(__VA_ARGS__)
#define CAT(a, b) a##b
#define XCAT(a, b) CAT(a, b)
#define VALUE 42
#define EMPTY
#define CALL(f, args) f args
#define SUM3(a, b, c) ((a) + (b) + (c))
#define PRINT(fmt, ...) printf(fmt "\n", __VA_ARGS__)
#define TRACE(fmt, ...) printf("%d: " fmt "\n", 0, ##__VA_ARGS__)
#define NAMED(args...) printf(args)
#define COUNT(...) COUNT_(__VA_ARGS__, 5, 4, 3, 2, 1)
#define COUNT_(a, b, c, d, e, n, ...) n
static int foo = 5;
#define foo foo + 1
#define f(x) x * f
#define g f(2)(9)
#define h() h_called
#define NOARG() 7
#define AB(x) x
#define LPAREN (
#define DEFER(x) x EMPTY()
#define LIST X(red) X(green) X(blue)
#define FIRST(a, ...) a
#define REST(a, ...) __VA_ARGS__
#define hash_hash # ## #
#define mkstr(a) # a
#define in_between(a) mkstr(a)
#define join(c, d) in_between(c hash_hash d)
#define t(x, y, z) x ## y ## z
#define MULTI(a) do { \
        int v = (a); \
        printf("%d\n", v * v); \
    } while (0)

enum {
#define X(n) n,
    LIST COLOURS
#undef X
};

static const char *names[] = {
#define X(n) #n,
    LIST
#undef X
};

int main(void)
{
    int xy = 6, value7 = 11;
    printf("%s %s\n", STR(VALUE), XSTR(VALUE));
    printf("%s|%s|%s\n", STR(  a   +   b  ), STR("quoted \n"), STR('\0'));
    printf("%s\n", STR((a, b)) STR(c));
    printf("%d %d\n", CAT(x, y), XCAT(value, NOARG() - 6));
    printf("%s\n", XSTR(CAT(VAL, UE)));
    printf("%d\n", CALL(SUM3, (1, 2, 3)));
    PRINT("%d %s", 1, "two");
    TRACE("no arguments");
    TRACE("%d", 9);
    NAMED("%s\n", "named variadic");
    printf("%d %d %d\n", COUNT(a), COUNT(a, b, c), COUNT(a, b, c, d, e));
    printf("%d\n", foo);
    printf("%s\n", XSTR(g));
    printf("%s %s\n", XSTR(h()), XSTR(h));
    printf("%d %s\n", AB(NOARG)(), XSTR(AB(NOARG) ()));
    printf("%s %d\n", names[2], COLOURS);
    printf("%d %s\n", FIRST(8, 9, 10), XSTRV(REST(8, 9, 10)));
    printf("%s\n", join(x, y));
    printf("[%s] [%s]\n", XSTR(t(1, 2, 3)), XSTR(t(, 4, )));
    MULTI(5);
    if (foo)
        MULTI(6);
    else
        MULTI(7);
    printf("%s\n", XSTR(EMPTY));
    printf("%d\n", SUM3((1, 2), CALL(NOARG, ()), ((3))));
    printf("%s\n", XSTR(__LINE__) "");
#line 1000 "renamed.c"
    printf("%d %s\n", __LINE__, __FILE__);
    printf("%s\n", STR(\n is "a \"string\"" '\'' @));
    printf("%s\n", STR(spread
                       over   lines /* with a comment */ and // another
                       end));
    printf("%d\n", __COUNTER__ + __COUNTER__ * 10);
    return 0;
}
