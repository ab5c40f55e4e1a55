// Storage: static locals, file scope, initialisation, tentative definitions, register, extern.
#include <stdio.h>
#include <string.h>

int tentative;
int tentative;
int tentative = 3;
static int zeroed[100];
static char text[] = "global";
char *pointer = text + 2;
int *address = &zeroed[7];
int computed = sizeof(text) * 2 + (1 << 4) - 'A';
double real = 1.0 / 4;
const char *table[2][2] = {{"a", "b"}, {"c"}};
struct pair {
    int *p;
    int v;
} pairs[] = {{&computed, 1}, {&zeroed[99], 2}, {0}};
int (*fn)(const char *, ...) = printf;

static int counter(void)
{
    static int n;
    return ++n;
}

static int *cell(int i)
{
    static int cells[3] = {10, 20, 30};
    return &cells[i];
}

static int both(void)
{
    static int a = 5, b = -5;
    int c = 0;
    a++, b--, c++;
    return a * 100 + b + c;
}

static const char *once(void)
{
    static char buf[20];
    static int used;
    if (!used)
        strcpy(buf, "first"), used = 1;
    else
        strcat(buf, "+");
    return buf;
}

static int recursive(int n)
{
    static int deepest;
    int local = n;
    if (n > deepest)
        deepest = n;
    if (n < 4)
        recursive(n + 1);
    return deepest * 10 + local;
}

static int in_blocks(int which)
{
    if (which) {
        static int n = 100;
        return n++;
    } else {
        static int n = 200;
        return n++;
    }
}

int main(void)
{
    register int r = 1;
    auto int automatic = 2;
    printf("%d %d %s %d %d %g\n", tentative, zeroed[50], pointer, *address, computed, real);
    printf("%s %d %d\n", table[1][0], table[1][1] == NULL, *pairs[0].p == computed);
    for (int i = 0; i < 3; i++)
        printf("%d ", counter());
    *cell(1) += 5;
    (*cell(2))++;
    printf("%d %d %d\n", *cell(0), *cell(1), *cell(2));
    printf("%d ", both());
    printf("%d\n", both());
    once();
    once();
    printf("%s\n", once());
    printf("%d\n", recursive(0));
    printf("%d ", in_blocks(0));
    printf("%d ", in_blocks(1));
    printf("%d ", in_blocks(0));
    printf("%d\n", in_blocks(1));
    fn("%s %d\n", "through a pointer", r + automatic);
    for (int i = 0; i < 3; i++) {
        static int kept = 1;
        int fresh = 1;
        kept *= 2, fresh *= 2;
        printf("%d/%d ", kept, fresh);
    }
    zeroed[99] = 9;
    printf("%d\n", *pairs[1].p);
    text[2] = 'O';
    printf("%s\n", pointer);
    return 0;
}
