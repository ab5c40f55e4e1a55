int main(void)
{
    int a[3] = {1,2,3,4};
    char s[3] = "hello";
    int b = {1,2};
    char *p = {"x"};
    int c[] = {[5] = 1, [2] = 3};
    struct s { int a, b; } q = {1,2,3};
    return a[0];
}
