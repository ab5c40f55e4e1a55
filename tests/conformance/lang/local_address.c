// What gcc makes of some doubtful code even without optimisation: the address of a local variable is returned as a null
// pointer, and 1 / x is no division.
#include <stdio.h>

static char *text(void)
{
    char buf[20];
    sprintf(buf, "local");
    return buf;
}

static int *parameter(int n)
{
    return &n;
}

struct pair {
    int first, second[3];
};

static int *member(void)
{
    struct pair pair = { 1, { 2 } };
    return &pair.second[1];
}

static int *element(int n)
{
    int all[4] = { 1, 2 };
    return &all[n];
}

static char *beside(int n)
{
    long table[3][3] = { { 1 } };
    return (char *)&table[n][1] + 1;
}

static int *array(int n)
{
    int all[n];
    all[0] = n;
    return all + 1;
}

static int *through(void)
{
    struct pair pair = { 1, { 2 } };
    return &(&pair)->second[1];
}

/* These gcc does not see through. */
static int *chosen(int which)
{
    int one = 1;
    static int two;
    return which ? &one : &two;
}

static int *literal(void)
{
    return (int[]){ 3, 4 };
}

static int *passed(struct pair *pair)
{
    return &pair->second[1];
}

static int *kept(void)
{
    static int n = 4;
    return &n;
}

int main(void)
{
    volatile int zero = 0, minus = -1, two = 2;
    volatile unsigned long big = 1;

    printf("%s %d %d\n", text() ? "text" : "(null)", parameter(1) == NULL, *kept());
    struct pair pair = { 0 };
    printf("%d %d %d %d %d\n", member() == NULL, element(2) == NULL, beside(1) == NULL, array(3) == NULL, through() == NULL);
    printf("%d %d %d\n", chosen(1) == NULL, literal() == NULL, passed(&pair) == NULL);
    printf("%d %d %d %lu\n", 1 / zero, 1 / minus, 1 / two, 1 / big);
    return 0;
}
