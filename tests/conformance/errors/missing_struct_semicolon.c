// expect-error: 7:1: error: expected ';', identifier or '(' before 'int'
// The semicolon after a structure is missing.
struct pair {
    int a, b;
}

int main(void)
{
    struct pair p = {1, 2};
    return p.a;
}
