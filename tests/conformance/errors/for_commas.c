// expect-error: 6:23: error: expected '=', ',', ';', 'asm' or '__attribute__' before '<' token
// Commas in a for instead of semicolons.
int main(void)
{
    int n = 0;
    for (int i = 0, i < 3, i++)
        n++;
    return n;
}
