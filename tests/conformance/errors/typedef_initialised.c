// expect-error: 2:1: error: typedef 't' is initialized (use '__typeof__' instead)
typedef int t = 1;
int main(void)
{
    return 0;
}
