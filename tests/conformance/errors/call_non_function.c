// expect-error: 6:12: error: called object 'x' is not a function or function pointer
// A call of something that is no function.
int main(void)
{
    int x = 5;
    return x(3);
}
