// expect-error: 6:12: error: invalid type argument of unary '*' (have 'int')
// A star before something that is no pointer.
int main(void)
{
    int x = 5;
    return *x;
}
