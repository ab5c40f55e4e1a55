int f(int a, char *s);
int main(void)
{
    f(1);
    f(1, 2);
    f("x", "y");
    f(1, "a", 3);
    char *p = f(1, "a");
    int *q = &p;
    return f;
}
