/* What gcc says with -Wall of arguments of memset; nothing is executed. */
#include <string.h>
#define N 10
int f(char *p, int n)
{
    int v[10];
    memset(p, n, 0);
    memset(p, 10, 0);
    memset(p, 0, 0);
    memset(p, sizeof(int), 0);
    memset(v, N, 0);
    memset(v, '\0', 0);
    memset(v, 0, 10);
    memset(v, 0, N);
    return v[0];
}

int main(void)
{
    return 0;
}
