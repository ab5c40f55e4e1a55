// expect-error: 10:12: error: incompatible types when returning type 'struct s' but 'int' was expected
// A structure returned where an int is expected.
struct s {
    int a;
};

int f(void)
{
    struct s v = {1};
    return v;
}

int main(void)
{
    return f();
}
