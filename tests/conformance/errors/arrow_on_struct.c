// expect-error: 10:6: error: invalid type argument of '->' (have 'struct point')
// An arrow where a dot belongs.
struct point {
    int x, y;
};

int main(void)
{
    struct point p;
    p->x = 1;
    return 0;
}
