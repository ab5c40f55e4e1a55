// expect-error: 6:12: error: lvalue required as increment operand
// ++ needs a variable.
int main(void)
{
    int a = 1, b = 2;
    (a + b)++;
    return a;
}
