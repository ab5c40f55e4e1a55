/* In which order gcc tells of what is not used, and of functions without an end; nothing is executed. */
static int s1(int x)
{
    if (x) return 1;
}
static int s0(int x)
{
    if (x) return 1;
}
static int unused(int x)
{
    int u;
    if (x) return 1;
}
int f(int x)
{
    int u;
    if (x) return 1;
}
int main(void)
{
    int q = 2;
    int w;
    {
        int inner;
        static int st;
        int i2;
    }
lab:
    w = 1;
    s0(1);
    s1(q);
    typedef int t;
    typedef int u;
    extern u fnproto(int);
    static int su;
    su = 1;
    return 0;
}
int last(int x)
{
    int u;
    if (x) return 1;
}
static const int constant = 3;
static int first;
static int last_fn(int x);
static int last_fn(int x)
{
    return x;
}
