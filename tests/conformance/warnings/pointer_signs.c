/* What gcc says with -Wall of pointers to the other signedness; nothing is executed. */
int k(char *c, unsigned char *u, int *i, unsigned *v)
{
    return *c + *u + *i + *v;
}
int f(char *c, unsigned char *u, int *i, unsigned *v)
{
    c = u;
    i = v;
    k(u, c, v, i);
    return 0;
}
int g(unsigned char *s)
{
    return *s;
}
int h(void)
{
    return g("abc");
}

int main(void)
{
    return 0;
}
