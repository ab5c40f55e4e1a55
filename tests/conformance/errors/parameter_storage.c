// expect-error: 2:18: error: storage class specified for parameter 'a'
int f(static int a)
{
    return a;
}
int g(extern int b);
int main(void)
{
    return 0;
}
