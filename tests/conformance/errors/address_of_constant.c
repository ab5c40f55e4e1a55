// expect-error: 5:14: error: lvalue required as unary '&' operand
// & needs a variable.
int main(void)
{
    int *p = &5;
    return *p;
}
