/* What gcc warns of without any option. */
int f(void);
int main(int argc, char **argv)
{
    char c = 300, d = 200;
    unsigned u = -1;
    int big = 2147483647 + 1, zero = 1 / 0, shift = 1 << 40;
    short s = 3.7e9;
    char *p = argc, *q = (char *)argc;
    int i = (int)p;
    const char *name = "x";
    char *mutable = name;
    if (p == &i)
        i = p == 3;
    p = argc ? p : 5;
    return &i;
}
int *g(void) { int local; return &local; }
