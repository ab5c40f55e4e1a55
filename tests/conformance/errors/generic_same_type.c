// expect-error: 5:34: error: '_Generic' specifies two compatible types
int main(void)
{
    return _Generic(1, int: 1,
                    unsigned: 3, int: 2);
}
