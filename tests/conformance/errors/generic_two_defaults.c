// expect-error: 4:44: error: duplicate 'default' case in '_Generic'
int main(void)
{
    return _Generic(1, default: 1, int: 3, default: 2);
}
