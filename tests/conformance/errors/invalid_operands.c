// expect-error: 10:24: error: invalid operands to binary + (have 'struct point' and 'struct point')
// Two structures can't be added.
struct point {
    int x, y;
};

int main(void)
{
    struct point a = {1, 2}, b = {3, 4};
    struct point c = a + b;
    return c.x;
}
