// expect-error: 5:5: error: address of register variable 'r' requested
int main(void)
{
    register int r = 1;
    int *p = &r;
    return *p;
}
