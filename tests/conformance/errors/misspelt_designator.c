// expect-error: 5:25: error: 'struct point' has no member named 'xps'; did you mean 'xpos'?
struct point { int xpos, ypos; };
int main(void)
{
    struct point p = { .xps = 1 };
    return p.xpos;
}
