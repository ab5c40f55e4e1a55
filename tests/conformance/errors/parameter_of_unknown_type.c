// expect-error: 3:7: error: unknown type name 'intq'; did you mean 'int'?
// Nothing is said of the rest of the function.
int f(intq c, int d)
{
    return c + d;
}
int main(void)
{
    return 0;
}
