// expect-error: 6:16: error: subscripted value is neither array nor pointer nor vector
// Too many subscripts.
int main(void)
{
    int a[3] = {1, 2, 3};
    return a[1][2];
}
