// expect-error: 2:23: error: flexible array member not at end of struct
struct s { int n; int y[]; int z; };
int main(void)
{
    return 0;
}
