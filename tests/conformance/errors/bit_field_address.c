// expect-error: 5:14: error: cannot take address of bit-field 'b'
struct s { int b : 3; } v;
int main(void)
{
    int *p = &v.b;
    return *p;
}
