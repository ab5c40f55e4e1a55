// expect-error: 5:7: error: lvalue required as left operand of assignment
// An assignment to a constant.
int main(void)
{
    5 = 3;
    return 0;
}
