// expect-error: 8:5: error: redefinition of 'twice'
// The same function twice.
int twice(int x)
{
    return x * 2;
}

int twice(int x)
{
    return x + x;
}

int main(void)
{
    return twice(1);
}
