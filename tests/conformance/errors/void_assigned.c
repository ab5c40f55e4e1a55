// expect-error: 8:7: error: void value not ignored as it ought to be
void f(void)
{
}
int main(void)
{
    int a;
    a = f();
    return a;
}
