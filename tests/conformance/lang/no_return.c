// main that ends without return gives 0; functions may end without a value that nobody uses.
#include <stdio.h>

int nothing(int n)
{
    printf("nothing %d\n", n);
    if (n)
        return 1;
}

void early(int n)
{
    if (n > 1)
        return;
    printf("early %d\n", n);
}

int main()
{
    nothing(0);
    printf("%d\n", nothing(1));
    early(1);
    early(2);
    ;
    {
    }
}
