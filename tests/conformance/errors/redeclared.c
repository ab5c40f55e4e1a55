// expect-error: 6:10: error: conflicting types for 'fd'; have 'char'
// The same variable twice.
int main(void)
{
    int fd = 1;
    char fd = 2;
    return fd;
}
