// expect-error: 7:9: error: break statement not within loop or switch
// break outside of a loop.
int main(void)
{
    int n = 0;
    if (n == 0)
        break;
    return n;
}
