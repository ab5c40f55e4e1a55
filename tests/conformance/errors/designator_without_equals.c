// expect-error: 6:23: error: expected '=' before numeric constant
// Only an index may stand without its equals sign.
struct p { int x, y; };
int main(void)
{
    struct p a = { .x 5, .y = 2 };
    return a.x;
}
