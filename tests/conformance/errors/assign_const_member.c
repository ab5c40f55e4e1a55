// expect-error: 6:9: error: assignment of read-only member 'a'
struct s { const int a; int b; };
int main(void)
{
    struct s x = {1,2}, y = {3,4};
    x.a = 2;
    x = y;
    return x.b;
}
