// expect-error: 5:5: error: address of register variable 'a' requested
int main(void)
{
    register int a[3];
    int *p = a;
    return p[0];
}
