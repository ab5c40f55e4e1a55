// Declarations: typedefs, function types, arrays of pointers to functions, enums, scopes.
#include <stdio.h>

typedef int number;
typedef number vector[3];
typedef int (*binary)(int, int);
typedef struct tree tree;
typedef void handler(int);

struct tree {
    tree *left, *right;
    int key;
};

enum week { MON = 1, TUE, WED, SAT = 6, SUN, HOLIDAY = SUN, NEG = -5, AFTER };

static int plus(int a, int b)
{
    return a + b;
}

static int minus(int a, int b)
{
    return a - b;
}

static binary choose(char c)
{
    return c == '+' ? plus : minus;
}

static int (*pick(int n))(int, int)
{
    return n ? &plus : &minus;
}

static int apply(int f(int, int), int a, int b)
{
    return f(a, b);
}

static void show(int n)
{
    printf("show %d\n", n);
}

static int sum(const vector v)
{
    return v[0] + v[1] + v[2];
}

int shadow = 1;
extern int later;

static int outer(void)
{
    int shadow = 2;
    {
        extern int shadow;
        printf("%d ", shadow);
        int inner = shadow;
        {
            int shadow = 3;
            inner += shadow;
        }
        shadow += 10;
        return inner;
    }
}

int main(void)
{
    number n = 5;
    vector v = {1, 2, 3}, *pv = &v;
    binary f = plus, table[] = {plus, minus, [3] = plus};
    int (*(*pp)(int))(int, int) = pick;
    handler *h = show;
    const char *const names[2] = {"a", "b"};
    int *ptrs[2] = {&n, &v[2]}, (*parr)[3] = &v;
    unsigned long long int weird = 1;
    long unsigned order = 2;
    short int unsigned mixed = 65535;
    char const *volatile cv = "cv";
    int (matrix[2])[2] = {{1, 2}, {3, 4}};

    printf("%d %d %d\n", f(1, 2), (*f)(3, 4), (**f)(5, 6));
    printf("%d %d %d\n", table[1](9, 4), table[3](1, 1), table[2] == NULL);
    printf("%d %d %d\n", choose('-')(8, 3), pick(1)(1, 2), pp(0)(10, 1));
    printf("%d %d\n", apply(minus, 7, 2), apply(choose('+'), 7, 2));
    h(n);
    (*h)((*pv)[1]);
    printf("%d %d %d %s\n", sum(v), *ptrs[1], (*parr)[0], names[1]);
    printf("%llu %lu %d %s %d\n", weird, order, mixed, cv, matrix[1][0]);
    printf("%d %d %d %d %d %d\n", TUE, WED, SUN, HOLIDAY, NEG, AFTER);
    enum week day = SAT;
    day++;
    printf("%d %zu %d\n", day, sizeof day, day == SUN);
    printf("%d %d %d\n", outer(), shadow, later);
    tree root = {0, 0, 1}, leaf = {.key = 2};
    root.left = &leaf;
    printf("%d %d\n", root.left->key, root.right == NULL);
    {
        typedef char number;
        number c = 'c';
        printf("%zu %c\n", sizeof(number), c);
    }
    enum { LOCAL = 12 };
    struct tree { int other; } local = {LOCAL};
    printf("%d %zu\n", local.other, sizeof(struct tree));
    int number = 3;
    printf("%d\n", number * number);
    return 0;
}

int later = 77;
