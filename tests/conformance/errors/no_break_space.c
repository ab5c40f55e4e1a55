// expect-error: 4:8: error: stray '\302' in program
int main(void)
{
    int a = 1;
    return a;
}
