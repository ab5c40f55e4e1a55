// expect-error: 2:24: error: duplicate member 'a'
struct s { int a; char a; };
int main(void)
{
    struct s v = {0};
    return v.a;
}
