int main(void)
{
    char *s = "abc;
    char c = 'ab;
    return 0;
}
