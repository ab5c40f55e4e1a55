// expect-error: 6:7: error: assignment of read-only variable 'n'
// A const variable is read-only.
int main(void)
{
    const int n = 5;
    n = 6;
    return n;
}
