// Functions that are called before main and at exit, by priority.
#include <stdio.h>
static void __attribute__((constructor)) before(void)
{
    puts("ctor");
}

static void __attribute__((destructor)) after(void)
{
    puts("dtor");
}

void __attribute__((constructor(101))) first(void)
{
    puts("first");
}

__attribute__((constructor(200)))
void second(void)
{
    puts("second");
}

void third(void) __attribute__((constructor));
void third(void)
{
    puts("third");
}

static void d1(void) __attribute__((destructor(150)));
static void d1(void)
{
    puts("d1");
}

int main(void)
{
    puts("main");
    return 0;
}
