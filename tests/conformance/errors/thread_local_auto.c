// expect-error: 4:23: error: function-scope 'x' implicitly auto and declared '_Thread_local'
int main(void)
{
    _Thread_local int x;
    return 0;
}
