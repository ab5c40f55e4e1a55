// expect-error: 4:5: error: jump into scope of identifier with variably modified type
int main(int n, char **v)
{
    goto l;
    int a[n];
    l: return a[0];
}
