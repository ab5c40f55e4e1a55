// expect-error: 4:5: error: multiple storage classes in declaration specifiers
int main(void)
{
    static register int a = 0;
    return a;
}
