// expect-error: 5:12: error: used struct type value where scalar is required
struct s { int a; } x;
int main(void)
{
    return x && x.a;
}
