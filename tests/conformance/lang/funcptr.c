// Tables of functions, callbacks, functions returning structures and pointers.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    int min;
};

static int do_add(int argc, char **argv)
{
    int s = 0;
    for (int i = 1; i < argc; i++)
        s += atoi(argv[i]);
    return s;
}

static int do_len(int argc, char **argv)
{
    return strlen(argv[1]);
}

static int do_count(int argc, char **argv)
{
    return argc - 1;
}

static const struct command commands[] = {
    {"add", do_add, 2},
    {"len", do_len, 1},
    {"count", &do_count},
    {NULL},
};

static int execute(char *line)
{
    char *argv[10];
    int argc = 0;
    for (char *w = strtok(line, " "); w; w = strtok(NULL, " "))
        argv[argc++] = w;
    argv[argc] = NULL;
    for (const struct command *c = commands; c->name; c++)
        if (!strcmp(c->name, argv[0]))
            return argc - 1 < c->min ? -2 : c->run(argc, argv);
    return -1;
}

static void each(int *a, int n, void (*f)(int *, void *), void *arg)
{
    for (int i = 0; i < n; i++)
        f(a + i, arg);
}

static void add_to(int *v, void *arg)
{
    *(long *)arg += *v;
}

static void scale(int *v, void *arg)
{
    *v *= *(int *)arg;
}

typedef void state(void);
static state *next;
static int steps;

static void idle(void);
static void work(void);

static void idle(void)
{
    printf("idle ");
    next = steps < 5 ? work : NULL;
}

static void work(void)
{
    printf("work ");
    next = steps % 3 == 2 ? idle : work;
}

static double square(double x)
{
    return x * x;
}

static double integrate(double (*f)(double), double a, double b, int n)
{
    double s = 0, h = (b - a) / n;
    for (int i = 0; i < n; i++)
        s += f(a + (i + 0.5) * h);
    return s * h;
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

int main(void)
{
    char lines[][20] = {"add 1 2 3", "len hello", "count a b c d", "none", "add 1"};
    for (int i = 0; i < 5; i++)
        printf("%d ", execute(lines[i]));
    printf("\n");
    int a[] = {1, 2, 3, 4}, three = 3;
    long sum = 0;
    each(a, 4, scale, &three);
    each(a, 4, add_to, &sum);
    printf("%ld\n", sum);
    for (next = idle; next; steps++)
        next();
    printf("\n%.4f %.4f\n", integrate(square, 0, 3, 1000), integrate((double (*)(double))square, 0, 1, 10));
    const char *words[] = {"pear", "apple", "fig", "banana"};
    qsort(words, 4, sizeof *words, compare);
    for (int i = 0; i < 4; i++)
        printf("%s ", words[i]);
    int (*cmp)(const void *, const void *) = compare;
    printf("%d %d\n", cmp == compare, cmp == &compare);
    void *erased = (void *)do_count;
    printf("%d\n", ((int (*)(int, char **))erased)(4, NULL));
    return 0;
}
