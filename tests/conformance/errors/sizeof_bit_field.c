// expect-error: 5:19: error: 'sizeof' applied to a bit-field
struct s { int b : 3; } v;
int main(void)
{
    return sizeof v.b;
}
