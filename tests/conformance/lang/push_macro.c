/* Macros that are put aside and taken back. */
#include <stdio.h>
#define A 1
#pragma push_macro("A")
#undef A
#define A 2
int second = A;
#pragma pop_macro("A")
int first = A;
#pragma push_macro("B")
#define B 3
int third = B;
#pragma pop_macro("B")
#ifndef B
int gone = 1;
#else
int gone = 0;
#endif
int main(void)
{
    printf("%d %d %d %d\n", first, second, third, gone);
    return 0;
}
