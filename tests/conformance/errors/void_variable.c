// expect-error: 5:10: error: variable or field 'v' declared void
// A variable of type void.
int main(void)
{
    void v;
    return 0;
}
