// expect-error: 4:5: error: unknown type name 'flot'; did you mean 'float'?
int main(void)
{
    flot y = 1;
    return y;
}
