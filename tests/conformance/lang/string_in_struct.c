/* A string without braces of its own initialises the array that is reached first, however deep. */
#include <stdio.h>

struct inner { char name[8]; unsigned char n; };
struct outer { int id; struct inner in; struct { struct inner deep[2]; } more; };
typedef struct name name;
struct name { struct part { int a; } name; };

static struct outer fixed = { 1, "abc", 2, "def", 3, "gh", 4 };
static struct inner list[] = { "one", 1, "two", 2, { "three", 3 } };

int main(void)
{
    struct outer local = { 7, "xyz", 8, { { { "u", 1 }, "v" } } };
    struct name both = { { 9 } };
    printf("%d %s %d %s %d %s %d\n", fixed.id, fixed.in.name, fixed.in.n, fixed.more.deep[0].name, fixed.more.deep[0].n,
           fixed.more.deep[1].name, fixed.more.deep[1].n);
    for (unsigned i = 0; i < sizeof list / sizeof *list; i++)
        printf("%s %d\n", list[i].name, list[i].n);
    printf("%d %s %d %s %s %d\n", local.id, local.in.name, local.in.n, local.more.deep[0].name, local.more.deep[1].name,
           both.name.a);
    return 0;
}
