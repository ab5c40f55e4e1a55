// expect-error: 5:16: error: '&x' is a pointer; did you mean to use '->'?
struct s { int a; } x;
int main(void)
{
    return (&x).a;
}
