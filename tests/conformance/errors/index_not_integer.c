// expect-error: 2:14: error: array index in initializer not of integer type
int g[] = { [1.5] = 2 };
int main(void)
{
    return g[0];
}
