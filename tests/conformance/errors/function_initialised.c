// expect-error: 2:1: error: function 'f' is initialized like a variable
int f(void) = 1;
int g(void) { return 1; } = 2;
int main(void)
{
    return 0;
}
