// expect-error: 6:14: error: stray '@' in program
// A character that C does not know.
int main(void)
{
    int a = 1;
    return a @ 2;
}
