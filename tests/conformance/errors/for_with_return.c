// expect-error: 5:18: error: expected expression before 'return'
// The loop is read on behind the semicolon.
int main(void)
{
    for (int i = return; i < 3; i++)
        ;
    return 0;
}
