// expect-error: 9:6: error: 'p' is a pointer; did you mean to use '->'?
// A dot where an arrow belongs.
struct point {
    int x, y;
};

int move(struct point *p)
{
    p.x = 1;
    return p->y;
}

int main(void)
{
    struct point q;
    return move(&q);
}
