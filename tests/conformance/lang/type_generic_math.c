// <tgmath.h>: the function follows the type of the argument.
#include <stdio.h>
#include <tgmath.h>
int main(void)
{
    float f=2;
    double d=2;
    int i=2;
    long double l=2;
    printf("%zu %zu %zu %zu\n",sizeof sqrt(f),sizeof sqrt(d),sizeof sqrt(i),sizeof sqrt(l));
    printf("%.4f %.4f %.3f\n",pow(f,3),sin(i),(double)fabs(-f));
    printf("%.3f\n",(double)sqrtf(f));
    return 0;
}
